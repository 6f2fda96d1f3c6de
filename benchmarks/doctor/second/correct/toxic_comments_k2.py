import numpy as np
import pandas as pd
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.sequence import pad_sequences
from keras.layers import Dense, Input, LSTM, Embedding, Dropout
from keras.layers import Bidirectional, GlobalMaxPool1D
from keras.models import Model
from keras import backend as K

list_classes = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
train = pd.read_csv('train.csv')
y = train[list_classes].values
max_features, maxlen, embed_size = 20000, 100, 50

tokenizer = Tokenizer(nb_words=max_features)
tokenizer.fit_on_texts(list(train["comment_text"].fillna("_na_")))
X_t = pad_sequences(tokenizer.texts_to_sequences(train["comment_text"]), maxlen=maxlen)


def macro_acc(y_true, y_pred):
    return K.mean(K.equal(y_true, K.round(y_pred)))


inp = Input(shape=(maxlen,))
x = Embedding(max_features, embed_size)(inp)
x = Bidirectional(LSTM(50, return_sequences=True, dropout=0.1, recurrent_dropout=0.1))(x)
x = GlobalMaxPool1D()(x)
x = Dense(50, activation="relu")(x)
x = Dropout(0.1)(x)
x = Dense(6, activation="sigmoid")(x)
model = Model(input=inp, output=x)
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=[macro_acc])
model.fit(X_t, y, batch_size=32, nb_epoch=2, validation_split=0.1)
