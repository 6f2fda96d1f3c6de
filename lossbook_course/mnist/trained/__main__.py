"""Train the two networks of this package: ``python -m lossbook_course.mnist.trained``."""

from typing import Any

import numpy as np
import torch

from lossbook_course.mnist import load_digits, torch_model, torch_training
from lossbook_course.mnist.experiment import Settings, train
from lossbook_course.mnist.metrics import score
from lossbook_course.mnist.trained import NAMES, RUNS, load_trained, path

torch.set_num_threads(1)  # several threads add in another order, and training amplifies that
digits = load_digits()
for loss, run in RUNS.items():
    trained = train(run, Settings(), digits, device="cpu")
    weights = (array.astype(np.float16) for array in torch_model.get_weights(trained.model))
    named: dict[str, Any] = dict(zip(NAMES, weights, strict=True))  # savez has a switch among its keywords
    np.savez_compressed(path(loss), **named, temperature=np.float32(trained.temperature))

    torch_model.set_weights(trained.model, load_trained(loss).weights)
    accuracy = score(digits.test_labels, torch_training.predict(trained.model, digits.test_images)).accuracy
    print(f"{path(loss).name}: {path(loss).stat().st_size / 1e3:.0f} kB, {accuracy:.2%} of the test digits right")
