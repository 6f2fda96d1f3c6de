from __future__ import absolute_import, division, print_function
import tensorflow as tf
import numpy as np

num_classes = 5
num_features = 20
learning_rate = 0.1
training_steps = 60
batch_size = 32
display_step = 20

x_train = np.random.randn(320, num_features).astype(np.float32)
y_train = np.argmax(x_train[:, :num_classes], axis=1)

train_data = tf.data.Dataset.from_tensor_slices((x_train, y_train))
train_data = train_data.repeat().shuffle(500).batch(batch_size).prefetch(1)


class NeuralNet(tf.keras.Model):
    def __init__(self):
        super(NeuralNet, self).__init__()
        self.fc1 = tf.keras.layers.Dense(64, activation=tf.nn.relu)
        self.out = tf.keras.layers.Dense(num_classes)

    def call(self, x):
        x = self.fc1(x)
        x = self.out(x)
        return x


neural_net = NeuralNet()
optimizer = tf.optimizers.SGD(learning_rate)


def cross_entropy_loss(x, y):
    y = tf.one_hot(y, num_classes)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=x))


@tf.function
def run_optimization(x, y):
    with tf.GradientTape() as g:
        pred = neural_net(x)
        loss = cross_entropy_loss(pred, y)
    trainable_variables = neural_net.trainable_variables
    gradients = g.gradient(loss, trainable_variables)
    optimizer.apply_gradients(zip(gradients, trainable_variables))
    return loss


for step, (batch_x, batch_y) in enumerate(train_data.take(training_steps), 1):
    loss = run_optimization(batch_x, batch_y)
    if step % display_step == 0:
        print("step: %i, loss: %f" % (step, loss))
