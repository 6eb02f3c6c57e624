package dev.pressroom.model.draw;

/**
 * A colour in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020): equal steps look equal, so
 * lighter and darker shades keep their character.
 *
 * @param light from 0, black, to 1, white
 * @param chroma from 0, grey, to about 0.3
 * @param hue in degrees
 */
record Tone(double light, double chroma, double hue) {
    /** @param hex {@code #rrggbb} */
    static Tone of(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        double r = linear(rgb >> 16 & 0xff);
        double g = linear(rgb >> 8 & 0xff);
        double b = linear(rgb & 0xff);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double c = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new Tone(
                0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                Math.hypot(a, c),
                Math.toDegrees(Math.atan2(c, a)));
    }

    Tone light(double newLight) {
        return new Tone(Math.max(0, Math.min(1, newLight)), chroma, hue);
    }

    Tone chroma(double newChroma) {
        return new Tone(light, newChroma, hue);
    }

    Tone turned(double degrees) {
        return new Tone(light, chroma, hue + degrees);
    }

    /** {@code #rrggbb}; what a screen cannot show loses colour, not lightness. */
    String hex() {
        double shown = chroma;
        double[] rgb = rgb(shown);
        while (shown > 0 && !isShowable(rgb)) {
            shown = shown < 0.004 ? 0 : shown * 0.95;
            rgb = rgb(shown);
        }
        return "#%02x%02x%02x".formatted(encoded(rgb[0]), encoded(rgb[1]), encoded(rgb[2]));
    }

    /** WCAG 2.2: from 1, the same, to 21, black on white. Text wants 4.5, large text and shapes 3. */
    static double contrast(Tone one, Tone other) {
        double a = luminance(one.hex());
        double b = luminance(other.hex());
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** This colour, made lighter or darker until it stands out from {@code ground} by so much. */
    Tone against(Tone ground, double contrast) {
        double step = luminance(ground.hex()) < 0.18 ? 0.02 : -0.02;
        Tone tone = this;
        while (contrast(tone, ground) < contrast && tone.light > 0 && tone.light < 1) {
            tone = tone.light(tone.light + step);
        }
        return tone;
    }

    private double[] rgb(double shown) {
        double a = shown * Math.cos(Math.toRadians(hue));
        double b = shown * Math.sin(Math.toRadians(hue));
        double l = Math.pow(light + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.pow(light - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.pow(light - 0.0894841775 * a - 1.2914855480 * b, 3);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean isShowable(double[] rgb) {
        for (double part : rgb) {
            if (part < -0.0005 || part > 1.0005) {
                return false;
            }
        }
        return true;
    }

    private static double luminance(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int encoded(double part) {
        double value = Math.max(0, Math.min(1, part));
        double gamma = value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * gamma);
    }
}
