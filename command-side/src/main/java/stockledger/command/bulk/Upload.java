package stockledger.command.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import stockledger.command.bulk.UploadCommand.StoreChunk;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.events.bulk.StoredRow;

/**
 * Stores rows in chunks while they are read. Rows are partitioned by SKU, so that each partition preserves the order of the
 * rows of a SKU. There are many partitions, so that a chunk has many rows of few SKUs: each stream is then read once per
 * chunk, its events are appended together, and read models fold them together.
 *
 * <p>At most one chunk per partition is in memory, and rows of {@link #MAX_BUFFERED} in total.
 */
final class Upload {

    /** Weight of the rows in memory, of all partitions: beyond it, the largest chunk is stored. */
    private static final long MAX_BUFFERED = 12L << 20;

    /** Weight of a row in memory beside its characters: an upload may have a million rows of few characters. */
    private static final int ROW_WEIGHT = 32;

    /** Chunks that are stored while further rows are read. */
    private static final int MAX_PENDING = 3;

    /** Least rows of a partition of a small upload: a chunk has a constant cost of some milliseconds. */
    private static final int MIN_ROWS = 250;

    private final Commands commands;
    private final BulkSettings settings;
    private final String name;
    private final List<OpenChunk> partitions = new ArrayList<>();
    private final Queue<CompletableFuture<Outcome<Boolean>>> pending = new ArrayDeque<>();
    private long buffered;
    private int rows;
    private int chunks;

    private static final class OpenChunk {
        private List<StoredRow> rows = new ArrayList<>();
        private long size;
        private int stored;

        long size() {
            return size;
        }

        long weight() {
            return size + (long) rows.size() * ROW_WEIGHT;
        }

        void take(OpenChunk other) {
            rows.addAll(other.rows);
            size += other.size;
        }
    }

    /**
     * @param name unique
     */
    Upload(Commands commands, BulkSettings settings, String name) {
        this.commands = commands;
        this.settings = settings;
        this.name = name;
        for (int part = 0; part < settings.partitions(); part++) {
            partitions.add(new OpenChunk());
        }
    }

    void add(RowSource.Row row) {
        OpenChunk open = partitions.get(Math.floorMod(spread(row.sku().hashCode()), partitions.size()));
        int size = length(row.stored().json()) + length(row.stored().reason());
        open.rows.add(row.stored());
        open.size += size;
        buffered += size + ROW_WEIGHT;
        rows++;
        if (open.rows.size() >= settings.chunkRows()
                || open.size >= settings.chunkSize().toBytes()) {
            store(open);
        } else if (buffered >= MAX_BUFFERED) {
            partitions.stream().max(Comparator.comparingLong(OpenChunk::weight)).ifPresent(this::store);
        }
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Hash codes of numbered SKUs have few different remainders; multiplied by a large odd number, their high bits differ. */
    private static int spread(int hash) {
        return hash * 0x9E3779B1 >>> 8;
    }

    /**
     * Stores the last chunks; returns the number of chunks of each partition.
     *
     * @throws RuntimeException when a chunk could not be stored
     */
    List<Integer> finish() {
        if (chunks == 0
                && rows <= settings.chunkRows()
                && partitions.stream().mapToLong(OpenChunk::size).sum()
                        <= settings.chunkSize().toBytes()) {
            mergePartitions();
        }
        partitions.stream().filter(open -> !open.rows.isEmpty()).forEach(this::store);
        while (!pending.isEmpty()) {
            awaitOldest();
        }
        return partitions.stream().map(open -> open.stored).toList();
    }

    /** Halves the number of partitions while they have few rows: partition and partition + half become one. */
    private void mergePartitions() {
        while (partitions.size() % 2 == 0 && rows <= partitions.size() / 2 * MIN_ROWS) {
            int half = partitions.size() / 2;
            List<OpenChunk> upper = partitions.subList(half, partitions.size());
            for (int part = 0; part < half; part++) {
                partitions.get(part).take(upper.get(part));
            }
            upper.clear();
        }
    }

    private void store(OpenChunk open) {
        if (pending.size() >= MAX_PENDING) {
            awaitOldest();
        }
        pending.add(
                commands.submit(new StoreChunk(name, partitions.indexOf(open), open.stored, List.copyOf(open.rows))));
        chunks++;
        buffered -= open.weight();
        open.stored++;
        open.rows = new ArrayList<>();
        open.size = 0;
    }

    private void awaitOldest() {
        try {
            pending.remove().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    String name() {
        return name;
    }

    int rows() {
        return rows;
    }
}
