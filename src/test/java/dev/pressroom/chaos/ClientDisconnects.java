package dev.pressroom.chaos;

/** Clients lose their streams at any moment and resume them with {@code Last-Event-ID} at another node. */
final class ClientDisconnects implements Harm {
    @Override
    public String name() {
        return "client-disconnects";
    }

    @Override
    public String says() {
        return "streams cut by their clients after 20 to 250 ms, --cuts times in all, and resumed after the last event";
    }

    @Override
    public int cuts(Setup setup) {
        return setup.cuts();
    }

    @Override
    public int times(FaultTarget field) {
        return field.watchers().cuts();
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {}
    }
}
