package dev.pressroom.page.style;

/** A colour; each part from 0 to 255. */
record Rgb(int red, int green, int blue) {
    private static final int LEAST_CHROMA = 32;
    private static final int SAME = 48;

    static Rgb of(int rgb) {
        return new Rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /**
     * As CSS computes it (CSS Color 4, section 7.1).
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

    /** Grey, or so near to black or white that one sees no colour: what every page has. */
    boolean isNeutral() {
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        return most - least < LEAST_CHROMA;
    }

    /** Whether it passes for a shade of the other one. */
    boolean isNear(Rgb other) {
        return Math.abs(red - other.red) + Math.abs(green - other.green) + Math.abs(blue - other.blue) < SAME;
    }

    String hex() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }
}
