package dev.pressroom.page;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognises the pages that firewalls show instead of a website until a visitor has proved to be no robot. */
public final class Challenge {
    private static final Set<Integer> STATUSES = Set.of(403, 405, 429, 503);

    /** Headers by which Cloudflare, AWS and Vercel say that they answered in the place of the site. */
    private static final List<String> HEADERS = List.of("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated");

    private static final Set<String> ACTIONS = Set.of("challenge", "captcha");

    /** Characters of a page that are searched. */
    private static final int LOOKED_AT = 64 << 10;

    /** A page with more text than this is a page. */
    private static final int MOST_TEXT = 700;

    private static final int LONGEST_TITLE = 120;
    private static final TextPattern TITLE = TextPattern.of(
            LONGEST_TITLE,
            "^(just a moment|nur einen moment|un instant|un momento|um momento|een moment|één moment|bir dakika|подождите"
                    + "|请稍候|しばらくお待ちください|잠시만|one moment, please|checking your browser|please wait while we verify"
                    + "|ddos-guard|verify(ing)? (that )?you are (a )?human|are you (a )?(human|robot)|robot check"
                    + "|robot challenge|human verification|bot verification|security (check|checkpoint|verification)"
                    + "|vercel security checkpoint|client challenge|pardon our interruption|captcha)");

    /** Parts of scripts and addresses that stand in nothing but such pages. */
    private static final List<String> MARKS = List.of(
            "_cf_chl_opt",
            "captcha-delivery.com",
            "px-captcha",
            "_incapsula_resource",
            "sucuri_cloudproxy_js",
            "token.awswaf.com",
            "awswafcookiedomainlist",
            "/.well-known/ddos-guard",
            "/.well-known/sgcaptcha");

    /** These protect forms of ordinary pages, too. */
    private static final List<String> WIDGETS = List.of("g-recaptcha", "h-captcha", "cf-turnstile", "hcaptcha.com");

    private static final TextPattern ASKS = TextPattern.of(
            MOST_TEXT,
            "(?i)not a robot|are (a )?human|you.re human|unusual traffic|captcha|security check|kein roboter|ein mensch"
                    + "|pas un robot|no (eres|soy) un robot");

    private Challenge() {}

    public static boolean isAnnounced(HttpClientResponse response) {
        return HEADERS.stream()
                .map(response::getHeader)
                .anyMatch(action -> action != null && ACTIONS.contains(action.toLowerCase(Locale.ROOT)));
    }

    public static boolean mayHaveStatus(int status) {
        return STATUSES.contains(status);
    }

    /** Whether a page that came with a refusal is a challenge. */
    public static boolean isWholePage(String html) {
        String beginning = Chars.lowerStart(html, LOOKED_AT);
        int title = beginning.indexOf("<title");
        int begin = title < 0 ? -1 : beginning.indexOf('>', title);
        return begin >= 0 && isTitle(beginning.substring(begin + 1))
                || hasOne(MARKS, beginning)
                || hasOne(WIDGETS, beginning);
    }

    /** Whether a page that came like any other is a challenge. */
    public static boolean isOne(String html, String title, String text) {
        if (text.length() > MOST_TEXT) {
            return false;
        }
        String beginning = Chars.lowerStart(html, LOOKED_AT);
        return isTitle(title) || hasOne(MARKS, beginning) || hasOne(WIDGETS, beginning) && ASKS.isIn(text);
    }

    private static boolean isTitle(String title) {
        return TITLE.isIn(Chars.lowerStart(title.strip(), LONGEST_TITLE));
    }

    private static boolean hasOne(List<String> marks, String text) {
        return marks.stream().anyMatch(text::contains);
    }
}
