import numpy as np
import tensorflow as tf
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

tf.keras.utils.set_random_seed(25)
n = 2000
amount = np.random.lognormal(3, 1, n)
v = np.random.randn(n, 6)
fraud = (v[:, 0] + 0.5 * np.log(amount) > 3.6).astype("int32")
print("fraud rate:", fraud.mean())
X = RobustScaler().fit_transform(np.column_stack([amount, v]))
X_tr, X_te, y_tr, y_te = train_test_split(X, fraud, stratify=fraud, random_state=25)

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(X.shape[1],)))
model.add(tf.keras.layers.Dense(16, activation="relu"))
model.add(tf.keras.layers.BatchNormalization())
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.01),
    loss=tf.keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.9, gamma=2.0),
    metrics=[tf.keras.metrics.Precision(), tf.keras.metrics.Recall()],
)
model.fit(X_tr, y_tr, epochs=15, batch_size=128, verbose=0)
print("AP:", average_precision_score(y_te, model.predict(X_te, verbose=0).ravel()))
