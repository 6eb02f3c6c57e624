package dev.pressroom.chaos;

/** No bus message arrives anywhere, not even within a node. */
final class DropMessages implements Harm {
    @Override
    public String name() {
        return "drop-messages";
    }

    @Override
    public String says() {
        return "every message on the event bus of every node dropped, for --outage seconds each time";
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        while (field.lasts()) {
            field.hit();
            field.cluster().orderAll(ChaosNode.DROP);
            try {
                field.outage();
            } finally {
                field.cluster().orderAll(ChaosNode.DELIVER);
            }
        }
    }
}
