"""pytorch-fid's own computation on features in two files of float32: prints seconds and the distance.

python frechet_bench.py REAL FAKE N FEATURES
"""

import json
import sys
import time
import warnings

import numpy as np
import scipy
from pytorch_fid.fid_score import calculate_frechet_distance

warnings.simplefilter("ignore")


def read(path, n, features):
    # as its get_activations does: an array of float64
    return np.fromfile(path, dtype=np.float32).reshape(n, features).astype(np.float64)


def main():
    real_path, fake_path, n, features = sys.argv[1:]
    real, fake = (read(path, int(n), int(features)) for path in (real_path, fake_path))
    start, cpu = time.perf_counter(), time.process_time()
    statistics = [(np.mean(x, axis=0), np.cov(x, rowvar=False)) for x in (real, fake)]
    distance = calculate_frechet_distance(*statistics[0], *statistics[1])
    versions = f"numpy {np.__version__}, scipy {scipy.__version__}"
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "distance": float(distance),
                "versions": versions,
            }
        )
    )


main()
