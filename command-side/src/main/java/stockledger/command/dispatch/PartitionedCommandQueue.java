package stockledger.command.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Where commands wait. Each stream has its lane, so the commands of one SKU are decided in the order of their arrival;
 * what waits in a lane while the one before is being stored is decided together and stored in one transaction. Nothing
 * waits for company: an idle lane takes what there is. While other processes append to the same streams, each stream has a
 * transaction of its own, so that a lost race is lost by its commands alone.
 */
final class PartitionedCommandQueue implements AutoCloseable {

    /** Commands of one stream on their way to a decision, one after another and all in one transaction. */
    record Waiting(
            String stream, List<GroupCommit.Wanted> wanted, CompletableFuture<List<GroupCommit.Decided>> answer) {}

    private final GroupCommit together;
    private final DispatchMeters meters;
    private final ContentionDetector rivals;
    private final List<LinkedBlockingQueue<Waiting>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int most;
    private volatile boolean closed;

    PartitionedCommandQueue(
            GroupCommit together, DispatchSettings settings, DispatchMeters meters, ContentionDetector rivals) {
        this.together = together;
        this.meters = meters;
        this.rivals = rivals;
        this.most = settings.mostTogether();
        for (int lane = 0; lane < settings.lanes(); lane++) {
            LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(settings.mostWaiting());
            Thread thread = new Thread(() -> work(queue), "lane-" + lane);
            queues.add(queue);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Queues commands; their answer comes once what was decided is stored.
     *
     * @throws CommandBusy when too much waits already
     */
    void enter(Waiting waiting) {
        LinkedBlockingQueue<Waiting> queue =
                queues.get(Math.floorMod(waiting.stream().hashCode(), queues.size()));
        if (closed || !queue.offer(waiting)) {
            throw new CommandBusy();
        }
    }

    /** How many commands wait. */
    int waiting() {
        return queues.stream().mapToInt(LinkedBlockingQueue::size).sum();
    }

    private void work(LinkedBlockingQueue<Waiting> queue) {
        List<Waiting> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                gather(queue.take(), queue, batch);
            } catch (InterruptedException e) {
                // Closing: what waits is still decided, then the loop ends.
                closed = true;
                continue;
            }
            // Every node stores the streams of a transaction in one order, so that two never wait for each other.
            batch.sort(Comparator.comparing(Waiting::stream));
            transactions(batch).forEach(this::decideTogether);
            batch.clear();
        }
    }

    private void gather(Waiting first, LinkedBlockingQueue<Waiting> queue, List<Waiting> batch) {
        int commands = 0;
        for (Waiting next = first; next != null; next = commands < most ? queue.poll() : null) {
            batch.add(next);
            commands += next.wanted().size();
        }
    }

    private List<List<Waiting>> transactions(List<Waiting> batch) {
        if (!rivals.areAbout()) {
            return List.of(batch);
        }
        List<List<Waiting>> transactions = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= batch.size(); i++) {
            if (i == batch.size() || !batch.get(i).stream().equals(batch.get(from).stream())) {
                transactions.add(batch.subList(from, i));
                from = i;
            }
        }
        return transactions;
    }

    private void decideTogether(List<Waiting> transaction) {
        meters.together(transaction.stream()
                .mapToInt(waiting -> waiting.wanted().size())
                .sum());
        decide(transaction);
    }

    private void decide(List<Waiting> batch) {
        List<GroupCommit.Decided> decided;
        try {
            decided = together.decide(
                    batch.stream().flatMap(waiting -> waiting.wanted().stream()).toList());
        } catch (RuntimeException failed) {
            if (batch.size() == 1 || Conflicts.isConflict(failed)) {
                batch.forEach(waiting -> waiting.answer().completeExceptionally(failed));
            } else {
                // One of them cannot be decided at all; the others must not suffer for it.
                batch.forEach(waiting -> decide(List.of(waiting)));
            }
            return;
        }
        int told = 0;
        for (Waiting waiting : batch) {
            int from = told;
            told += waiting.wanted().size();
            waiting.answer().complete(decided.subList(from, told));
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
