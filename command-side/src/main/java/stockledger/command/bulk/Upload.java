package stockledger.command.bulk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stockledger.command.bulk.UploadCommand.StoreChunk;
import stockledger.command.dispatch.Commands;
import stockledger.events.bulk.StoredRow;

/**
 * Stores rows in chunks while they are read. Rows are partitioned by SKU, so that each partition preserves the order of the
 * rows of a SKU; at most one chunk per partition is in memory.
 */
final class Upload {

    private final Commands commands;
    private final BulkSettings settings;
    private final String name;
    private final List<OpenChunk> partitions = new ArrayList<>();
    private int rows;

    private static final class OpenChunk {
        private List<StoredRow> rows = new ArrayList<>();
        private long size;
        private int stored;
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
        int part = Math.floorMod(row.sku().hashCode(), partitions.size());
        OpenChunk open = partitions.get(part);
        String json = row.stored().json();
        open.rows.add(row.stored());
        open.size += json == null ? 0 : json.length();
        rows++;
        if (open.rows.size() >= settings.chunkRows()
                || open.size >= settings.chunkSize().toBytes()) {
            store(part, open);
        }
    }

    /** Stores the last chunks; returns the number of chunks of each partition. */
    List<Integer> finish() {
        for (int part = 0; part < partitions.size(); part++) {
            if (!partitions.get(part).rows.isEmpty()) {
                store(part, partitions.get(part));
            }
        }
        Integer[] chunks = partitions.stream().map(open -> open.stored).toArray(Integer[]::new);
        return Arrays.asList(chunks);
    }

    private void store(int part, OpenChunk open) {
        commands.send(new StoreChunk(name, part, open.stored, List.copyOf(open.rows)));
        open.stored++;
        open.rows = new ArrayList<>();
        open.size = 0;
    }

    String name() {
        return name;
    }

    int rows() {
        return rows;
    }
}
