package stockledger.command.bulk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stockledger.command.bulk.RowSource.Sent;
import stockledger.command.bulk.UploadCommand.StoreChunk;
import stockledger.command.dispatch.Commands;
import stockledger.events.bulk.StoredRow;

/**
 * Keeps rows while they come in. They are dealt to parts by their SKU, so that whoever works on one part needs nobody to
 * keep the rows of a SKU in their order; of each part no more than one chunk is in memory.
 */
final class Upload {

    private final Commands commands;
    private final BulkSettings settings;
    private final String name;
    private final List<Open> parts = new ArrayList<>();
    private int rows;

    private static final class Open {
        private List<StoredRow> rows = new ArrayList<>();
        private long size;
        private int stored;
    }

    /**
     * @param name nobody else's
     */
    Upload(Commands commands, BulkSettings settings, String name) {
        this.commands = commands;
        this.settings = settings;
        this.name = name;
        for (int part = 0; part < settings.parts(); part++) {
            parts.add(new Open());
        }
    }

    void add(Sent sent) {
        int part = Math.floorMod(sent.sku().hashCode(), parts.size());
        Open open = parts.get(part);
        open.rows.add(sent.row());
        open.size += sent.row().json() == null ? 0 : sent.row().json().length();
        rows++;
        if (open.rows.size() >= settings.chunkRows()
                || open.size >= settings.chunkSize().toBytes()) {
            store(part, open);
        }
    }

    /** Keeps what is left, and tells how many chunks each part has. */
    List<Integer> end() {
        for (int part = 0; part < parts.size(); part++) {
            if (!parts.get(part).rows.isEmpty()) {
                store(part, parts.get(part));
            }
        }
        Integer[] chunks = parts.stream().map(part -> part.stored).toArray(Integer[]::new);
        return Arrays.asList(chunks);
    }

    private void store(int part, Open open) {
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
