package dev.pressroom.chaos;

/** The links between the nodes are cut: each node is a cluster of its own. Postgres and Redis stay in reach. */
final class SplitCluster implements Harm {
    @Override
    public String name() {
        return "split-cluster";
    }

    @Override
    public String says() {
        return "all links between nodes (Hazelcast, event bus) cut for --outage seconds by proxies";
    }

    @Override
    public boolean wantsProxies() {
        return true;
    }

    @Override
    public void inject(FaultTarget field) throws InterruptedException {
        Links links = field.cluster().links();
        while (field.lasts()) {
            if (links.cut() > 0) {
                field.hit();
            }
            try {
                field.outage();
            } finally {
                links.mend();
            }
        }
    }
}
