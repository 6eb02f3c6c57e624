package dev.pressroom.model.draw;

/** A part of the canvas. */
record Box(double x, double y, double width, double height) {
    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }
}
