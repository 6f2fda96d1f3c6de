import keras
from keras import ops
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(3)
X, y = load_iris(return_X_y=True)
X = StandardScaler().fit_transform(X)


@keras.saving.register_keras_serializable()
class SoftmaxFocal(keras.losses.Loss):
    def __init__(self, gamma=1.5, name="softmax_focal"):
        super().__init__(name=name)
        self.gamma = gamma

    def call(self, y_true, y_pred):
        log_p = ops.log_softmax(y_pred, axis=-1)
        hot = ops.one_hot(ops.cast(ops.squeeze(y_true, axis=-1), "int32"), ops.shape(y_pred)[-1])
        log_pt = ops.sum(hot * log_p, axis=-1)
        return -ops.power(1 - ops.exp(log_pt), self.gamma) * log_pt


net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3)])
net.compile(keras.optimizers.Adam(0.02), loss=SoftmaxFocal(), metrics=["sparse_categorical_accuracy"])
net.fit(X, y.reshape(-1, 1), epochs=20, verbose=0)
print(net.evaluate(X, y.reshape(-1, 1), verbose=0))
