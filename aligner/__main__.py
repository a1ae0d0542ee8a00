"""Run the command line as ``python -m aligner``, for where the folder of scripts is not on the path."""

from aligner.cli import main

if __name__ == "__main__":
    main(prog_name="aligner")
