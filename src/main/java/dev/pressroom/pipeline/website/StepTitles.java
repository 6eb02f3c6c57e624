package dev.pressroom.pipeline.website;

/** What {@code currentStep} can be; clients know these four. */
final class StepTitles {
    static final String WEBSITE = "Analyzing website";
    static final String AUDIENCES = "Generating audiences";
    static final String PITCHES = "Generating pitches";
    static final String IMAGES = "Generating images";

    private StepTitles() {}
}
