"""What the doctor says of a PyTorch model on one batch: faulty and mended, and that nothing is changed by it."""

import copy
import random

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import lossbook.torch as losses
from lossbook.doctor import on_torch

N, K = 64, 5
torch.manual_seed(0)
X = torch.randn(N, 8)
LABELS = torch.arange(N) % K
YES = (X[:, :1] > 0).float()
NUMBERS = X[:, :1] - 0.5 * X[:, 1:2]
TAGS = (torch.rand(N, K) < 0.5).float()
POSITIVE = NUMBERS.abs()
CE, BCE, LOGITS = nn.CrossEntropyLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss()


def net(*end, out=K, seed=0, inner=nn.ReLU):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(8, 16), inner(), nn.Linear(16, out), *end)


def changed(model, change):
    with torch.no_grad():
        change(model)
    return model


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.body, self.one, self.two = nn.Linear(8, 16), nn.Linear(16, 1), nn.Linear(16, K)

    def forward(self, x):
        h = torch.tanh(self.body(x))
        return {"number": self.one(h), "class": self.two(h)}


class Log(nn.Module):
    def forward(self, x):
        return x.log()


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.body, self.head = nn.Embedding(20, 8), nn.Linear(8, 20)

    def forward(self, x):
        return self.head(self.body(x))


def frozen(model, names=("",)):
    for name, p in model.named_parameters():
        p.requires_grad_(not any(name.startswith(it) for it in names))
    return model


def dead(model):
    model[2].bias.fill_(-100)


def dead_inside(model):
    model[0].bias.fill_(-100)


def certain(model):
    model[2].weight.mul_(1000)


def token_loss(**options):
    return lambda z, y: F.cross_entropy(z.flatten(0, 1), y.flatten(), **options)


TOKENS = torch.randint(1, 20, (16, 12))
for row, length in enumerate(torch.arange(16) % 8 + 4):
    TOKENS[row, length:] = 0
TOKENS_FULL = torch.randint(0, 20, (16, 12))
TWO = {"number": 100 * NUMBERS, "class": LABELS}
ONES = {"number": NUMBERS, "class": LABELS}
HEADS = {"number": nn.MSELoss(), "class": CE}
WEIGHTS = torch.tensor([1.0, 2, 3, 4, 5])


def other_optimizer(model):
    return torch.optim.SGD(net().parameters(), lr=0.1)


def of_a_part(model):
    return torch.optim.SGD(model[2].parameters(), lr=0.1)


def of_all(model):
    return torch.optim.SGD(model.parameters(), lr=0.1)


def too_fast(model):
    return torch.optim.Adam(model.parameters(), lr=10)


def case(code, faulty, mended, name):
    return pytest.param(code, faulty, mended, id=f"{code}-{name}")


CASES = [
    case("LB101", (net(nn.Softmax(1), out=1), BCE, X, YES), (net(nn.Sigmoid(), out=1), BCE, X, YES), "softmax"),
    case("LB102", (net(nn.Softmax(1)), CE, X, LABELS), (net(), CE, X, LABELS), "module"),
    case(
        "LB102",
        (net(nn.Softmax(1)), lambda z, y: 2 * F.cross_entropy(z, y), X, LABELS),
        (net(), lambda z, y: F.nll_loss(z.log_softmax(1), y), X, LABELS),
        "function",
    ),
    case(
        "LB102",
        (net(nn.Softmax(1)), losses.SparseCategoricalCrossEntropyLoss(from_logits=True), X, LABELS),
        (net(nn.Softmax(1)), losses.SparseCategoricalCrossEntropyLoss(), X, LABELS),
        "lossbook",
    ),
    case("LB103", (net(nn.Sigmoid(), out=1), LOGITS, X, YES), (net(out=1), LOGITS, X, YES), "sigmoid"),
    case(
        "LB103",
        (net(nn.Softmax(1), out=2), lambda p, y: LOGITS(p[:, 1], y[:, 0]), X, YES),
        (net(nn.Softmax(1), out=2), lambda p, y: BCE(p[:, 1], y[:, 0]), X, YES),
        "one-of-two",
    ),
    case("LB104", (net(out=1), BCE, X, YES), (net(nn.Sigmoid(), out=1), BCE, X, YES), "raises"),
    case(
        "LB105", (net(nn.Softmax(1)), nn.NLLLoss(), X, LABELS), (net(nn.LogSoftmax(1)), nn.NLLLoss(), X, LABELS), "nll"
    ),
    case("LB105", (net(), nn.NLLLoss(), X, LABELS), (net(nn.LogSoftmax(1)), nn.NLLLoss(), X, LABELS), "nll-raw"),
    case("LB106", (net(nn.Sigmoid()), CE, X, LABELS), (net(), CE, X, LABELS), "sigmoid"),
    case("LB107", (net(nn.Softmax(1)), BCE, X, TAGS), (net(nn.Sigmoid()), BCE, X, TAGS), "tags"),
    case("LB108", (net(out=1), CE, X, LABELS * 0), (net(out=2), CE, X, LABELS % 2), "one-column"),
    case("LB109", (net(nn.ReLU()), CE, X, LABELS), (net(), CE, X, LABELS), "relu"),
    case("LB109", (net(nn.Tanh()), LOGITS, X, TAGS), (net(), LOGITS, X, TAGS), "tanh"),
    case("LB110", (net(nn.Softmax(1)), nn.MSELoss(), X, X[:, :K]), (net(), nn.MSELoss(), X, X[:, :K]), "mse"),
    case("LB111", (net(nn.Sigmoid(), out=1), nn.MSELoss(), X, YES), (net(out=1), LOGITS, X, YES), "classifier"),
    case("LB112", (net(nn.ReLU(), out=1), nn.MSELoss(), X, NUMBERS), (net(out=1), nn.MSELoss(), X, NUMBERS), "relu"),
    case(
        "LB112",
        (net(nn.Sigmoid(), out=1), nn.L1Loss(), X, NUMBERS),
        (net(nn.Sigmoid(), out=1), nn.L1Loss(), X, NUMBERS.sigmoid()),
        "sigmoid",
    ),
    case(
        "LB114",
        (net(nn.Softmax(1)), nn.KLDivLoss(reduction="batchmean"), X, TAGS.softmax(1)),
        (net(nn.LogSoftmax(1)), nn.KLDivLoss(reduction="batchmean"), X, TAGS.softmax(1)),
        "kl",
    ),
    case(
        "LB115",
        (net(nn.Softplus(), out=1), nn.PoissonNLLLoss(), X, POSITIVE.round()),
        (net(nn.Softplus(), out=1), nn.PoissonNLLLoss(log_input=False), X, POSITIVE.round()),
        "poisson",
    ),
    case(
        "LB116",
        (changed(net(nn.ReLU(), out=1), dead), nn.MSELoss(), X, POSITIVE),
        (net(nn.Softplus(), out=1), nn.MSELoss(), X, POSITIVE),
        "dead",
    ),
    case("LB116", (changed(net(), dead_inside), CE, X, LABELS), (net(), CE, X, LABELS), "dead-inside"),
    case(
        "LB117",
        (changed(net(nn.Sigmoid(), out=1), certain), BCE, X, YES),
        (net(nn.Sigmoid(), out=1), BCE, X, YES),
        "sat",
    ),
    case("LB201", (net(), CE, X, F.one_hot(LABELS, K)), (net(), CE, X, F.one_hot(LABELS, K).float()), "one-hot"),
    case("LB202", (net(), CE, X, LABELS + 1), (net(), CE, X, LABELS), "from-one"),
    case(
        "LB203", (net(out=1), nn.SoftMarginLoss(), X, YES), (net(out=1), nn.SoftMarginLoss(), X, 2 * YES - 1), "signs"
    ),
    case("LB205", (net(out=1), nn.MSELoss(), X, NUMBERS[:, 0]), (net(out=1), nn.MSELoss(), X, NUMBERS), "broadcast"),
    case("LB206", (net(nn.Softmax(0)), CE, X, LABELS), (net(), CE, X, LABELS), "batch"),
    case(
        "LB206",
        (net(nn.LogSoftmax(0)), nn.NLLLoss(), X, LABELS),
        (net(nn.LogSoftmax(1)), nn.NLLLoss(), X, LABELS),
        "nll",
    ),
    case(
        "LB207",
        (net(nn.Sigmoid(), out=1), lambda p, y: F.binary_cross_entropy(y, p), X, YES),
        (net(nn.Sigmoid(), out=1), F.binary_cross_entropy, X, YES),
        "swapped",
    ),
    case("LB303", (net(), lambda z, y: CE(z.detach(), y), X, LABELS), (net(), CE, X, LABELS), "detach"),
    case("LB303", (net(), lambda z, y: (z.argmax(1) != y).float().mean(), X, LABELS), (net(), CE, X, LABELS), "argmax"),
    case(
        "LB301",
        (changed(net(), certain), lambda z, y: -z.softmax(1).log()[range(N), y].mean(), X, LABELS),
        (changed(net(), certain), lambda z, y: -z.log_softmax(1)[range(N), y].mean(), X, LABELS),
        "log",
    ),
    case(
        "LB206",
        (Tokens(), lambda z, y: CE(z.view(16, 20, 12), y), TOKENS + 0, TOKENS.clamp(max=11)),
        (Tokens(), lambda z, y: CE(z.transpose(1, 2), y), TOKENS_FULL, TOKENS_FULL),
        "view",
    ),
    case(
        "LB402", (Tokens(), token_loss(), TOKENS, TOKENS), (Tokens(), token_loss(ignore_index=0), TOKENS, TOKENS), "pad"
    ),
    case(
        "LB404",
        (net(), nn.CrossEntropyLoss(WEIGHTS), X[:1], LABELS[:1]),
        (net(), nn.CrossEntropyLoss(WEIGHTS), X, LABELS),
        "one-sample",
    ),
    case(
        "LB405",
        (net(out=1), lambda z, y: ((z - y) ** 2).sum().sqrt() + 0 * F.mse_loss(z, y), X, NUMBERS),
        (net(out=1), lambda z, y: F.mse_loss(z, y, reduction="sum"), X, NUMBERS),
        "root",
    ),
    case("LB406", (Heads(), HEADS, X, TWO), (Heads(), HEADS, X, ONES), "two"),
    case(
        "LB406",
        (Heads(), lambda z, y: sum(HEADS[key](z[key], y[key]) for key in z), X, TWO),
        (Heads(), lambda z, y: 1e-4 * HEADS["number"](z["number"], y["number"]) + CE(z["class"], y["class"]), X, TWO),
        "sum",
    ),
    case("LB503", (net(), CE, X, LABELS, other_optimizer), (net(), CE, X, LABELS, of_all), "other"),
    case("LB503", (net(), CE, X, LABELS, of_a_part), (frozen(net(), "0"), CE, X, LABELS, of_a_part), "part"),
    case("LB504", (frozen(net()), CE, X, LABELS), (frozen(net(), "0"), CE, X, LABELS), "all"),
    case("LB504", (frozen(net(), "2"), CE, X, LABELS), (frozen(net(), "0"), CE, X, LABELS), "head"),
    case("LB508", (net(inner=Log), CE, X, LABELS), (net(), CE, X, LABELS), "log"),
    case(
        "LB304",
        (net(out=1), lambda z, y: (z * 0).sum().sqrt() + F.mse_loss(z, y), X, NUMBERS),
        (net(out=1), lambda z, y: (z * 0 + 1).mean().sqrt() + F.mse_loss(z, y), X, NUMBERS),
        "sqrt",
    ),
    case("LB508", (net(), CE, X / 0, LABELS), (net(), CE, X, LABELS), "inputs"),
    case(
        "LB508",
        (net(out=1), nn.MSELoss(), X, NUMBERS, too_fast),
        (net(out=1), nn.MSELoss(), X, NUMBERS, of_all),
        "step",
    ),
    case(
        "LB509",
        (net(out=1).half(), lambda z, y: ((1000 * z - y) ** 2).mean(), X.half(), NUMBERS.half()),
        (net(out=1).half(), lambda z, y: ((1000 * z.float() - y) ** 2).mean() * 1e-6, X.half(), NUMBERS.half()),
        "half",
    ),
    case("LB510", (net(), CE, 255 * X, LABELS), (net(), CE, X, LABELS), "unscaled"),
]


def examined(model, loss, x, y, optimizer=None):
    return on_torch.examine(model, loss, x, y, optimizer and optimizer(model))


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize(("code", "faulty", "mended"), CASES)
def test_the_fault_is_found_with_a_number_and_its_twin_has_none(code, faulty, mended):
    found = examined(*faulty)
    assert [each.code for each in found] == [code], list(map(str, found))
    assert any(digit in found[0].witness for digit in "0123456789")
    assert examined(*mended) == []


# Correct models of many kinds: not one finding.


class Function(nn.Module):
    """Some layers, and how they are called."""

    def __init__(self, call, **layers):
        super().__init__()
        self.layers, self.call = nn.ModuleDict(layers), call

    def forward(self, *inputs):
        return self.call(self.layers, *inputs)


def vae():
    def call(own, x):
        mean, log_variance = own["encoder"](x).chunk(2, dim=1)
        z = mean + torch.randn_like(mean) * (log_variance / 2).exp()
        return own["decoder"](z), mean, log_variance

    return Function(call, encoder=nn.Linear(8, 6), decoder=nn.Linear(3, 8))


def vae_loss(out, x):
    x_again, mean, log_variance = out
    divergence = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1).mean()
    return F.binary_cross_entropy_with_logits(x_again, x, reduction="sum") / len(x) + divergence


def attention():
    def call(own, x):
        h = own["in"](x)
        weights = (h @ h.transpose(1, 2) / 4).softmax(-1)
        return own["out"]((weights @ h).mean(1))

    return Function(call, **{"in": nn.Linear(4, 16), "out": nn.Linear(16, K)})


def experts():
    def call(own, x):
        gates = own["gate"](x).softmax(-1)
        return (gates[:, :, None] * torch.stack([own["a"](x), own["b"](x)], 1)).sum(1)

    return Function(call, gate=nn.Linear(8, 2), a=nn.Linear(8, K), b=nn.Linear(8, K))


def lora():
    def call(own, x):
        return own["base"](x) + own["up"](own["down"](x))

    model = Function(call, base=nn.Linear(8, K), down=nn.Linear(8, 2), up=nn.Linear(2, K))
    nn.init.zeros_(model.layers["up"].weight), nn.init.zeros_(model.layers["up"].bias)
    return frozen(model, ("layers.base",))


def clip():
    def call(own, x):
        a, b = F.normalize(own["a"](x)), F.normalize(own["b"](x))
        return a @ b.T / 0.1

    return Function(call, a=nn.Linear(8, 16), b=nn.Linear(8, 16))


def both_ways(z, y):
    return (F.cross_entropy(z, y) + F.cross_entropy(z.T, y)) / 2


def normed():
    return nn.Sequential(nn.Linear(8, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, K))


def conv(channels):
    return nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, channels, 1))


IMAGES = torch.randn(16, 1, 8, 8)
CLASSES_OF_PIXELS = (IMAGES[:, 0] > 0).long()
DISTILLED = (X @ torch.randn(8, K)).softmax(1)


def distilled(z, y):
    return F.kl_div(F.log_softmax(z / 2, 1), y, reduction="batchmean") * 4


def quantile(z, y):
    return torch.maximum(0.9 * (y - z), -0.1 * (y - z)).mean()


def own_focal(z, y):
    p = z.softmax(1)[torch.arange(len(z)), y]
    return (-((1 - p) ** 2) * p.clamp(min=1e-7).log()).mean()


def soft_dice(z, y):
    p = z.sigmoid()
    return 1 - (2 * (p * y).sum() + 1) / (p.sum() + y.sum() + 1)


def policy(z, y):
    return (-torch.distributions.Categorical(logits=z).log_prob(y) * X[:, 0]).mean()


def ctc(z, y):
    logs = z.log_softmax(-1).transpose(0, 1)
    return F.ctc_loss(logs, y, torch.full((16,), 12), torch.full((16,), 3))


def padded_by_hand(z, y):
    each = F.cross_entropy(z.flatten(0, 1), y.flatten(), reduction="none")
    mask = (y.flatten() != 0).float()
    return (each * mask).sum() / mask.sum()


CORRECT = {
    "classifier": (net(), CE, X, LABELS),
    "one column": (net(out=1), LOGITS, X, YES),
    "squeezed": (net(nn.Flatten(0), out=1), LOGITS, X, YES[:, 0]),
    "tags": (net(), LOGITS, X, TAGS),
    "sigmoid": (net(nn.Sigmoid()), BCE, X, TAGS),
    "regression": (net(out=1), nn.MSELoss(), X, NUMBERS),
    "huber": (net(out=1), nn.SmoothL1Loss(), X, NUMBERS),
    "quantile": (net(out=1), quantile, X, NUMBERS),
    "normed": (normed(), CE, X, LABELS),
    "normed, evaluated": (normed().eval(), CE, X, LABELS),
    "vae": (vae(), vae_loss, X.sigmoid(), X.sigmoid()),
    "autoencoder": (net(nn.Sigmoid(), out=8), nn.MSELoss(), X.sigmoid(), X.sigmoid()),
    "binary autoencoder": (net(nn.Sigmoid(), out=8), BCE, (X > 0).float(), (X > 0).float()),
    "attention": (attention(), CE, torch.randn(N, 5, 4), LABELS),
    "experts": (experts(), CE, X, LABELS),
    "lora": (lora(), CE, X, LABELS),
    "contrastive": (clip(), both_ways, X, torch.arange(N)),
    "segmentation": (conv(3), CE, IMAGES, CLASSES_OF_PIXELS),
    "mask": (conv(1), soft_dice, IMAGES, (IMAGES > 0).float()),
    "distillation": (net(), distilled, X, DISTILLED),
    "soft labels": (net(), nn.CrossEntropyLoss(label_smoothing=0.1), X, DISTILLED),
    "class weights": (net(), nn.CrossEntropyLoss(WEIGHTS), X, LABELS),
    "focal": (net(), own_focal, X, LABELS),
    "policy": (net(), policy, X, LABELS),
    "tokens": (Tokens(), padded_by_hand, TOKENS, TOKENS),
    "ctc": (Tokens(), ctc, TOKENS, torch.randint(1, 20, (16, 3))),
    "heads": (Heads(), HEADS, X, ONES),
    "frozen body": (frozen(net(), "0"), CE, X, LABELS),
    "margins": (net(), nn.MultiMarginLoss(), X, LABELS),
    "log-softmax": (net(nn.LogSoftmax(1)), nn.NLLLoss(), X, LABELS),
    "poisson": (net(out=1), nn.PoissonNLLLoss(), X, POSITIVE.round()),
    "gaussian": (
        net(out=2),
        lambda z, y: F.gaussian_nll_loss(z[:, :1], y, F.softplus(z[:, 1:])),
        X,
        NUMBERS,
    ),
    "softmax of shares": (net(nn.Softmax(1)), nn.MSELoss(), X, DISTILLED),
    "tanh in range": (net(nn.Tanh(), out=1), nn.MSELoss(), X, NUMBERS.tanh()),
    "relu from 0 up": (net(nn.ReLU(), out=8, seed=1), nn.MSELoss(), X, X.abs()),
    "lossbook": (net(), losses.SparseCategoricalCrossEntropyLoss(from_logits=True), X, LABELS),
    "bfloat16": (net().bfloat16(), CE, X.bfloat16(), LABELS),
    "one sample": (net(), CE, X[:1], LABELS[:1]),
    "noise of its own": (
        Function(lambda own, x: own["a"](x) + 3 * torch.randn(len(x), K), a=nn.Linear(8, K)),
        CE,
        X,
        LABELS,
    ),
    "one class by chance": (net(), nn.CrossEntropyLoss(WEIGHTS), X[:8], LABELS[:8] * 0 + 2),
    "one of two classes": (net(nn.Softmax(1), out=2), lambda p, y: BCE(p[:, 1], y[:, 0]), X, YES),
    "lstm": (
        Function(
            lambda own, x: own["out"](own["in"](x)[0][:, -1]),
            **{"in": nn.LSTM(4, 8, batch_first=True), "out": nn.Linear(8, K)},
        ),
        CE,
        torch.randn(N, 6, 4),
        LABELS,
    ),
    "transformer": (
        Function(
            lambda own, x: own["out"](own["in"](x).mean(1)),
            **{"in": nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), "out": nn.Linear(8, K)},
        ),
        CE,
        torch.randn(N, 6, 8),
        LABELS,
    ),
    "critic": (net(out=1), lambda z, y: (z * y).mean(), X, 2 * YES - 1),
    "discriminator": (net(nn.Sigmoid(), out=1), BCE, X, torch.ones(N, 1)),
    "least squares gan": (net(out=1), nn.MSELoss(), X, torch.ones(N, 1)),
    "triplet": (net(), lambda z, y: nn.TripletMarginLoss()(z, z.flip(0), z.roll(1, 0)), X, LABELS),
}


@pytest.mark.parametrize("name", CORRECT)
def test_an_untrained_correct_model_has_no_finding(name):
    assert on_torch.examine(*CORRECT[name]) == []
    with_optimizer = torch.optim.Adam([p for p in CORRECT[name][0].parameters() if p.requires_grad], lr=1e-3)
    assert on_torch.examine(*CORRECT[name], with_optimizer) == []


def state(model):
    parts = {name: value.clone() for name, value in model.state_dict(keep_vars=False).items()}
    grads = {name: (p.grad, None if p.grad is None else p.grad.clone()) for name, p in model.named_parameters()}
    flags = [(module.training, len(module._forward_hooks), len(module._backward_hooks)) for module in model.modules()]
    return parts, grads, flags, [p.requires_grad for p in model.parameters()]


@pytest.mark.parametrize("training", [True, False])
def test_nothing_is_changed(training):
    model = normed().train(training)
    model.seen = 0
    model.register_forward_pre_hook(lambda module, _: setattr(module, "seen", module.seen + 1))
    CE(model(X), LABELS).backward()
    optimizer = torch.optim.Adam(model.parameters())
    optimizer.step()
    model.seen = 0
    before, of_optimizer = copy.deepcopy(state(model)), copy.deepcopy(optimizer.state_dict())
    grads = [p.grad for p in model.parameters()]
    torch.manual_seed(7), random.seed(7), np.random.seed(7)
    expected = torch.rand(3), random.random(), np.random.rand()
    torch.manual_seed(7), random.seed(7), np.random.seed(7)
    on_torch.examine(model, CE, X, LABELS, optimizer)
    assert torch.equal(torch.rand(3), expected[0]) and (random.random(), np.random.rand()) == expected[1:]
    after = state(model)
    assert all(torch.equal(before[0][name], after[0][name]) for name in before[0])
    assert all(p.grad is grad for p, grad in zip(model.parameters(), grads, strict=True))
    assert all(torch.equal(before[1][name][1], after[1][name][1]) for name in before[1])
    assert before[2:] == after[2:] and model.seen == 0
    kept = optimizer.state_dict()["state"]
    assert all(torch.equal(of_optimizer["state"][i]["exp_avg"], kept[i]["exp_avg"]) for i in kept)


def test_nothing_is_changed_by_a_model_that_raises():
    def call(own, x):
        own["norm"](x)
        torch.rand(1)
        raise RuntimeError("no such thing\nand more")

    model = Function(call, norm=nn.BatchNorm1d(8))
    before = state(model)[0]
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    with pytest.raises(ValueError, match="the model raises RuntimeError: no such thing on this batch"):
        on_torch.examine(model, CE, X, LABELS)
    assert torch.equal(torch.rand(1), expected)
    assert all(torch.equal(before[name], value) for name, value in state(model)[0].items())


def test_bad_input_is_a_sentence():
    with pytest.raises(TypeError, match=r"model needs a torch\.nn\.Module, got str"):
        on_torch.examine("model", CE, X, LABELS)
    with pytest.raises(ValueError, match="lazy layers"):
        on_torch.examine(nn.LazyLinear(3), CE, X, LABELS)
    with pytest.raises(ValueError, match=r"the model raises RuntimeError: .*mat1 and mat2"):
        on_torch.examine(net(), CE, X[:, :3], LABELS)
    with pytest.raises(ValueError, match="the loss raises KeyError"):
        on_torch.examine(Heads(), {"other": CE}, X, LABELS)
    with pytest.raises(TypeError, match="the loss gives float, and no tensor"):
        on_torch.examine(net(), lambda z, y: 1.0, X, LABELS)


def test_a_loss_of_the_same_kind_is_seen_through_a_reshape_and_a_cast():
    for through in (
        lambda z: z.view(-1, K),
        lambda z: z.double(),
        lambda z: z[:32],
        lambda z: z.unsqueeze(0).squeeze(0),
    ):
        targets = LABELS[: len(through(torch.zeros(N, K)))]
        found = on_torch.examine(net(nn.Softmax(1)), lambda z, y, t=through, r=targets: CE(t(z), r), X, LABELS)
        assert "LB102" in [each.code for each in found]


def test_a_batch_of_zeros_is_no_dead_layer():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 1))
    assert on_torch.examine(model, nn.BCEWithLogitsLoss(), torch.zeros(1, 8), torch.ones(1, 1)) == []


def test_a_model_without_weights_is_not_dead():
    assert on_torch.examine(nn.Identity(), CE, torch.randn(N, K), LABELS) == []


@pytest.mark.parametrize(
    ("dtype", "end"), [(torch.float32, "float32 ends at 3.4e+38"), (torch.float64, "float64 ends at 1.8e+308")]
)
def test_an_exponential_overflows_where_its_own_numbers_end(dtype, end):
    model = net(out=1).to(dtype)
    found = on_torch.examine(model, lambda z, y: (z + 1000).exp().mean(), X.to(dtype), NUMBERS.to(dtype))
    (overflow,) = [each for each in found if each.what == "an exponential overflows"]
    assert overflow.witness.endswith(end)
