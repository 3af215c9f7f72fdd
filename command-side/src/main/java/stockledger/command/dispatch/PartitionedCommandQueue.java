package stockledger.command.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bounded queue and a thread for each partition of the streams. Commands of one stream are executed in the order of
 * their arrival. A batch is what was queued while the batch before was stored: an idle partition does not wait for more.
 * Under contention each stream has its own transaction, so that a conflict fails the commands of one stream only.
 *
 * <p>Own threads instead of an executor: a batch drains the queue in one blocking take, which tasks cannot do.
 */
final class PartitionedCommandQueue implements AutoCloseable {

    /** Commands of one stream, executed one after another in one transaction. */
    record Entry(
            String stream,
            List<GroupCommit.Queued> commands,
            Ticket ticket,
            CompletableFuture<List<GroupCommit.Result>> results) {}

    private final GroupCommit groupCommit;
    private final DispatchMeters meters;
    private final ContentionDetector contention;
    private final List<LinkedBlockingQueue<Entry>> queues = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int batchSize;
    private volatile boolean closed;

    PartitionedCommandQueue(
            GroupCommit groupCommit, DispatchSettings settings, DispatchMeters meters, ContentionDetector contention) {
        this.groupCommit = groupCommit;
        this.meters = meters;
        this.contention = contention;
        this.batchSize = settings.batchSize();
        for (int partition = 0; partition < settings.partitions(); partition++) {
            LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>(settings.maxQueued());
            Thread thread = new Thread(() -> run(queue), "command-partition-" + partition);
            queues.add(queue);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Queues commands. Their results complete once the events are stored.
     *
     * @throws CommandBusy when the partition's queue is full, or closed before the commands were executed
     */
    void add(Entry entry) {
        LinkedBlockingQueue<Entry> queue = queues.get(partitionOf(entry.stream()));
        if (closed || !queue.offer(entry)) {
            throw new CommandBusy();
        }
        // The partition's thread may have ended since the first check: nothing would complete the entry.
        if (closed && queue.remove(entry)) {
            throw new CommandBusy();
        }
    }

    /** Executes commands of a dry run now, on this thread: they append nothing that others would conflict with. */
    List<GroupCommit.Result> execute(List<GroupCommit.Queued> commands, DryRun dryRun) {
        return groupCommit.execute(commands, dryRun);
    }

    int partitionOf(String stream) {
        return Math.floorMod(stream.hashCode(), queues.size());
    }

    /** Number of queued entries. */
    int size() {
        return queues.stream().mapToInt(LinkedBlockingQueue::size).sum();
    }

    private void run(LinkedBlockingQueue<Entry> queue) {
        List<Entry> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                // While closing, add may remove the last entry, so the thread must not wait for one.
                Entry first = closed ? queue.poll(0, TimeUnit.MILLISECONDS) : queue.take();
                if (first == null) {
                    continue;
                }
                drain(first, queue, batch);
            } catch (InterruptedException e) {
                // Closing: queued commands are still executed, then the loop ends.
                closed = true;
                continue;
            }
            if (batch.isEmpty()) {
                continue;
            }
            // All processes store the streams of a transaction in the same order, so that they cannot deadlock.
            batch.sort(Comparator.comparing(Entry::stream));
            transactions(batch).forEach(this::executeMeasured);
            batch.clear();
        }
    }

    private void drain(Entry first, LinkedBlockingQueue<Entry> queue, List<Entry> batch) {
        int commands = 0;
        for (Entry next = first; next != null; next = commands < batchSize ? queue.poll() : null) {
            if (next.ticket().execute()) {
                batch.add(next);
                commands += next.commands().size();
            } else {
                // Its sender was told, or is now, that it was not executed.
                next.results().completeExceptionally(new CommandBusy());
            }
        }
    }

    private List<List<Entry>> transactions(List<Entry> batch) {
        if (!contention.isActive()) {
            return List.of(batch);
        }
        List<List<Entry>> transactions = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= batch.size(); i++) {
            if (i == batch.size() || !batch.get(i).stream().equals(batch.get(from).stream())) {
                transactions.add(batch.subList(from, i));
                from = i;
            }
        }
        return transactions;
    }

    private void executeMeasured(List<Entry> transaction) {
        meters.recordBatch(
                transaction.stream().mapToInt(entry -> entry.commands().size()).sum());
        execute(transaction);
    }

    private void execute(List<Entry> batch) {
        List<GroupCommit.Result> results;
        try {
            results = groupCommit.execute(
                    batch.stream().flatMap(entry -> entry.commands().stream()).toList());
        } catch (OutcomeUnknown unknown) {
            batch.forEach(entry -> entry.results().completeExceptionally(unknown.failure()));
            return;
        } catch (RuntimeException failed) {
            if (batch.size() == 1 || Conflicts.isConflict(failed)) {
                batch.forEach(entry -> entry.results().completeExceptionally(failed));
            } else {
                // One command failed: the others are executed again without it.
                batch.forEach(entry -> execute(List.of(entry)));
            }
            return;
        }
        int completed = 0;
        for (Entry entry : batch) {
            int from = completed;
            completed += entry.commands().size();
            entry.results().complete(results.subList(from, completed));
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
