package dev.pressroom.model.demo;

import io.vertx.core.json.JsonObject;

/** What the demo model answers to each task, from the task's facts. The same facts and seed give the same answer. */
public final class Demo {
    private final Lexicon lexicon = Lexicon.load();
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
}
