package dev.pressroom.pipeline.website;

/** The values of {@code currentStep}: clients depend on these four. */
final class StepTitles {
    static final String WEBSITE = "Analyzing website";
    static final String AUDIENCES = "Generating audiences";
    static final String PITCHES = "Generating pitches";
    static final String IMAGES = "Generating images";

    private StepTitles() {}
}
