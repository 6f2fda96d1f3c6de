import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Flatten, Input
from keras.utils import to_categorical

class_names = ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat']

train_images = np.random.rand(150, 14, 14)
train_labels = np.random.randint(0, len(class_names), size=150)
test_images = np.random.rand(30, 14, 14)
test_labels = np.random.randint(0, len(class_names), size=30)

model = Sequential([
    Input((14, 14)),
    Flatten(),
    Dense(64, activation='relu'),
    Dense(len(class_names), activation='softmax')
])
model.compile(optimizer='sgd', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(train_images, train_labels, epochs=2, verbose=0)
test_loss, test_acc = model.evaluate(test_images, test_labels, verbose=0)
print(test_acc)
