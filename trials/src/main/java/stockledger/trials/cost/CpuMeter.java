package stockledger.trials.cost;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures processor time during some work. Threads are read every second, so that one that ends is accounted for. */
record CpuMeter(ThreadTimes threads) {

    /** Work during which is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /**
     * The processor time of a period.
     *
     * @param seconds its length
     */
    record Used(double seconds, Map<CpuGroup, Double> millis) {}

    Used measure(Work work) throws IOException {
        CpuAccount account = new CpuAccount();
        ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
        try {
            long start = System.nanoTime();
            read(account);
            sampler.scheduleAtFixedRate(() -> read(account), 1, 1, TimeUnit.SECONDS);
            work.run();
            read(account);
            return new Used((System.nanoTime() - start) / 1e9, account.millis());
        } finally {
            sampler.shutdownNow();
        }
    }

    private void read(CpuAccount account) {
        synchronized (account) {
            account.add(threads.read());
        }
    }
}
