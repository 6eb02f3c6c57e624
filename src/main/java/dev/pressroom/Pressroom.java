package dev.pressroom;

public final class Pressroom {
    public static void main(String[] args) {}
}
