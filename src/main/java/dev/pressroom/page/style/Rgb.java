package dev.pressroom.page.style;

/** An sRGB colour; each component from 0 to 255. */
record Rgb(int red, int green, int blue) {
    private static final int MIN_CHROMA = 32;
    private static final int NEAR_DISTANCE = 48;

    static Rgb of(int rgb) {
        return new Rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /**
     * Converts HSL as CSS does (CSS Color 4, section 7.1).
     *
     * @param hue in degrees
     * @param saturation from 0 to 1
     * @param lightness from 0 to 1
     */
    static Rgb ofHsl(double hue, double saturation, double lightness) {
        return new Rgb(
                part(0, hue, saturation, lightness),
                part(8, hue, saturation, lightness),
                part(4, hue, saturation, lightness));
    }

    private static int part(int n, double hue, double saturation, double lightness) {
        double k = (n + ((hue % 360 + 360) % 360) / 30) % 12;
        double a = saturation * Math.min(lightness, 1 - lightness);
        return (int) Math.round(255 * (lightness - a * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
    }

    /** Grey, or so near to black or white that it shows no hue. */
    boolean isNeutral() {
        int max = Math.max(red, Math.max(green, blue));
        int min = Math.min(red, Math.min(green, blue));
        return max - min < MIN_CHROMA;
    }

    /** Whether the two colours are similar: the differences of their components add up to less than 48. */
    boolean isNear(Rgb other) {
        return Math.abs(red - other.red) + Math.abs(green - other.green) + Math.abs(blue - other.blue) < NEAR_DISTANCE;
    }

    String hex() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }
}
