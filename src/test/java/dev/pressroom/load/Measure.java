package dev.pressroom.load;

/** A time that a user waits. All but the first count from the moment the order was sent. */
enum Measure {
    ACCEPTED("201", "from the order until its 201"),
    RUNNING("running", "until the stream tells that the job runs"),
    FIRST_EVENT("first event", "until the stream tells anything, after its greeting"),
    COMPLETE("complete", "until the stream tells the result"),
    POLLED_RUNNING("running, polled", "until the poll tells that the job runs: as often as the service says to ask"),
    POLLED_COMPLETE("complete, polled", "until the poll tells the result");

    private final String title;
    private final String says;

    Measure(String title, String says) {
        this.title = title;
        this.says = says;
    }

    String title() {
        return title;
    }

    String says() {
        return says;
    }
}
