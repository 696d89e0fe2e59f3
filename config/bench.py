"""`make bench`: how long documents take from bytes to statistics, on the samples or on a folder of your own.

`python -m config.bench [FOLDER]`. One process, no database; reading includes the confined process of each document.
"""

import statistics
import sys
import time
from pathlib import Path

from config.terminal import warn, write_line
from reports.extraction import extract, load_engine
from reports.reading import ReadingError, read_file

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "reports"


def main(arguments: list[str]) -> int:
    """Prints one line for each document and a summary; 1 where the folder holds nothing that can be read."""
    folder = Path(arguments[0]) if arguments else SAMPLES
    begin = time.perf_counter()
    engine = load_engine()
    write_line(f"engine loaded in {time.perf_counter() - begin:.2f} s")
    readings, extractions, characters = [], [], 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        begin = time.perf_counter()
        try:
            document = read_file(path)
        except ReadingError as error:
            warn(f"{path.name}: {error}")
            continue
        middle = time.perf_counter()
        extraction = extract(document.text, engine=engine, blocks=document.blocks, file_name=path.name)
        end = time.perf_counter()
        readings.append(middle - begin)
        extractions.append(end - middle)
        characters += len(document.text)
        write_line(
            f"{readings[-1] * 1000:7.0f} ms read {extractions[-1] * 1000:7.0f} ms extracted "
            f"{len(document.text):7} characters {len(extraction.values):4} values  {path.name}"
        )
    if not readings:
        warn(f"nothing in {folder} could be read")
        return 1
    write_line(
        f"{len(readings)} documents: reading median {statistics.median(readings) * 1000:.0f} ms, worst "
        f"{max(readings) * 1000:.0f}; extraction median {statistics.median(extractions) * 1000:.0f} ms, worst "
        f"{max(extractions) * 1000:.0f}; {characters / sum(extractions):,.0f} characters extracted a second"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
