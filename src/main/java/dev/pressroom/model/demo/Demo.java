package dev.pressroom.model.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the demo model answers to each task, from the task's facts. The same facts and seed give the same answer. */
public final class Demo {
    private final Lexicon lexicon = Lexicon.load();
    private final SiteLexicon sites = SiteLexicon.load(lexicon.names());
    private final String seed;

    public Demo(long seed) {
        this.seed = Long.toString(seed);
    }

    /** Markdown, without the title. */
    public String article(JsonObject facts) {
        return DemoArticle.write(Brief.of(facts, lexicon), lexicon, seed);
    }

    public JsonObject outline(JsonObject facts) {
        return DemoAnswers.outline(Brief.of(facts, lexicon), lexicon, seed);
    }

    public JsonObject visuals(JsonObject facts) {
        return DemoAnswers.visuals(facts);
    }

    public JsonObject seo(JsonObject facts) {
        return DemoAnswers.seo(facts);
    }

    /** What a page tells about the business behind it. */
    public JsonObject analysis(JsonObject facts) {
        Portrait site = site(facts);
        return new DemoAnalyst(site, field(site)).analysis();
    }

    /** One or two sentences: what the site is, and whom it speaks to. */
    public String opening(JsonObject facts) {
        Portrait site = site(facts);
        return new DemoIntroduction(site, People.of(site)).opening(new Dice(site.seed() + "\n" + seed));
    }

    public JsonObject insights(JsonObject facts) {
        return new DemoInsights(site(facts)).cards();
    }

    /** The next audience: another one than those in {@code known}. */
    public JsonObject audience(JsonObject facts) {
        JsonArray known = facts.getJsonArray("known", new JsonArray());
        return DemoAudiences.next(site(facts), known, facts.getInteger("index", known.size()));
    }

    public JsonObject pitch(JsonObject facts) {
        return DemoPitch.of(object(facts, "analysis"), object(facts, "audience"), sites, seed);
    }

    private Portrait site(JsonObject facts) {
        return Portrait.of(SitePage.of(object(facts, "page"), sites), sites);
    }

    private Lexicon.Entry field(Portrait site) {
        return lexicon.fields().stream()
                .filter(field -> field.name().equals(site.kind().field()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }
}
