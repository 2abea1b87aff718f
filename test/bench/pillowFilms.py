"""Prepares the films of a list (a JSON file) with pydicom, NumPy and Pillow in two processes and prints the seconds that it took; the last film's pixels go out with them."""
import json
import os
import sys
import time
from multiprocessing import Pool

import numpy
import pydicom
from PIL import Image


def prepare(job):
    film, folder, rows, columns = job
    pixels = pydicom.dcmread(film["file"]).pixel_array
    low, high = numpy.percentile(pixels, (0.5, 99.5))
    windowed = numpy.clip((pixels.astype(numpy.float32) - numpy.float32(low)) / numpy.float32(high - low), 0, 1)
    resized = Image.fromarray(windowed).resize((columns, rows), Image.BILINEAR)
    numpy.save(os.path.join(folder, film["sha256"] + ".npy"), numpy.asarray(resized))


def main(listing, folder, rows, columns):
    with open(listing) as file:
        films = json.load(file)
    jobs = [(film, folder, int(rows), int(columns)) for film in films]
    with Pool(2) as pool:
        # The processes are up before the clock runs.
        pool.map(abs, range(2))
        began = time.perf_counter()
        pool.map(prepare, jobs, chunksize=1)
        seconds = time.perf_counter() - began
    pixels = numpy.load(os.path.join(folder, films[-1]["sha256"] + ".npy"))
    print(json.dumps({"seconds": seconds, "pixels": pixels.flatten().tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
