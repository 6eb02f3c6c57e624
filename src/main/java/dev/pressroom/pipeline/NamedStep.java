package dev.pressroom.pipeline;

/** A step with a fixed name, title and weight. */
public abstract class NamedStep implements Step {
    private final String name;
    private final String title;
    private final int weight;

    protected NamedStep(String name, String title, int weight) {
        this.name = name;
        this.title = title;
        this.weight = weight;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final int weight() {
        return weight;
    }
}
