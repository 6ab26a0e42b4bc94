// Sends the form that carries the answer to the application; without scripts its button does.
document.getElementById('answer').submit()
