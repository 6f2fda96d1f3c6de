import numpy as np
from keras.layers import Input, Dense, concatenate, BatchNormalization
from keras.models import Model

a = Input(shape=(6,), name='numeric')
b = Input(shape=(4,), name='flags')
ha = Dense(16, activation='relu')(a)
hb = Dense(8, activation='relu')(b)
h = concatenate([ha, hb])
h = BatchNormalization()(h)
cat = Dense(3, activation='softmax', name='segment')(h)
val = Dense(1, name='spend')(h)

model = Model(inputs=[a, b], outputs={'segment': cat, 'spend': val})
model.compile(
    optimizer='adam',
    loss={'segment': 'sparse_categorical_crossentropy', 'spend': 'huber'},
    loss_weights={'segment': 1.0, 'spend': 0.5},
    metrics={'segment': ['accuracy'], 'spend': ['mae']},
)
n = 200
xa, xb = np.random.randn(n, 6), np.random.randint(0, 2, (n, 4))
model.fit({'numeric': xa, 'flags': xb},
          {'segment': np.random.randint(0, 3, n), 'spend': xa.sum(1, keepdims=True)},
          epochs=2, batch_size=50, verbose=0)
