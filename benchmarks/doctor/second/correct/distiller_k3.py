import tensorflow as tf
from tensorflow import keras


class Distiller(keras.Model):
    def __init__(self, student, teacher):
        super().__init__()
        self.teacher = teacher
        self.student = student

    def compile(self, optimizer, student_loss_fn, distillation_loss_fn, alpha=0.1, temperature=3):
        super().compile(optimizer=optimizer)
        self.student_loss_fn = student_loss_fn
        self.distillation_loss_fn = distillation_loss_fn
        self.alpha = alpha
        self.temperature = temperature

    def call(self, x):
        return self.student(x)

    def train_step(self, data):
        x, y = data
        teacher_predictions = self.teacher(x, training=False)
        with tf.GradientTape() as tape:
            student_predictions = self.student(x, training=True)
            student_loss = self.student_loss_fn(y, student_predictions)
            distillation_loss = self.distillation_loss_fn(
                tf.nn.softmax(teacher_predictions / self.temperature, axis=1),
                tf.nn.softmax(student_predictions / self.temperature, axis=1),
            ) * self.temperature ** 2
            loss = self.alpha * student_loss + (1 - self.alpha) * distillation_loss
        grads = tape.gradient(loss, self.student.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.student.trainable_variables))
        return {'student_loss': student_loss, 'distillation_loss': distillation_loss}


def net(width):
    return keras.Sequential([keras.layers.Input((12,)), keras.layers.Dense(width, 'relu'), keras.layers.Dense(4)])


x = tf.random.normal((256, 12))
y = tf.argmax(x[:, :4], axis=1)
teacher, student = net(64), net(8)
teacher.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))
teacher.fit(x, y, epochs=2, verbose=0)
d = Distiller(student, teacher)
d.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True), keras.losses.KLDivergence())
d.fit(x, y, epochs=2, verbose=0)
