package stockledger.query.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.bulk.UploadEvent.ChunkStored;
import stockledger.query.projection.History;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The content of a job's failed rows, which only the stored chunks of its upload have. A chunk is in memory at a time. {@link StoredRow}
 * says how a row that could not be parsed is stored.
 */
@Component
final class FailedRows {

    private final History history;

    FailedRows(History history) {
        this.history = history;
    }

    /**
     * A chunk some of whose rows have failed.
     *
     * @param lines of these rows, ascending
     */
    record Chunk(String upload, int part, int number, int[] lines) {

        boolean hasFailed(StoredRow row) {
            return Arrays.binarySearch(lines, row.line()) >= 0;
        }
    }

    /** The chunks of a job with failed rows, in the order in which they were processed. */
    List<Chunk> chunks(JobId job) {
        List<Chunk> chunks = new ArrayList<>();
        List<String> upload = new ArrayList<>();
        history.read(JobProjector.NAME, job.stream(), 0, (event, hasEffect) -> {
            if (event.payload() instanceof JobAccepted accepted) {
                upload.add(accepted.upload());
            } else if (event.payload() instanceof ChunkWorked worked
                    && !worked.failures().isEmpty()
                    && !upload.isEmpty()) {
                int[] lines = worked.failures().stream()
                        .mapToInt(RowFailure::line)
                        .sorted()
                        .toArray();
                chunks.add(new Chunk(upload.get(0), worked.part(), worked.number(), lines));
            }
            return true;
        });
        return chunks;
    }

    /** The rows of a chunk whose content is stored, in the order of their lines; none when the event store no longer has it. */
    List<StoredRow> rows(Chunk chunk) {
        List<StoredRow> rows = new ArrayList<>();
        String stream = UploadEvent.stream(chunk.upload(), chunk.part(), chunk.number());
        history.read(JobProjector.NAME, stream, 0, (event, hasEffect) -> {
            if (event.payload() instanceof ChunkStored stored) {
                stored.rows().stream().filter(row -> row.json() != null).forEach(rows::add);
            }
            return true;
        });
        return rows;
    }

    /** The cells of a parsed row by their column: the name of a member, with dots before those of nested ones. */
    static Map<String, String> cells(StoredRow row) {
        Map<String, String> cells = new LinkedHashMap<>();
        if (row.code() == null) {
            addCells(content(row), "", cells::put);
        }
        return cells;
    }

    /** As a row of CSV. One that could not be parsed has its own cells, or its line of NDJSON as the only cell. */
    static List<String> csv(StoredRow row, List<String> columns) {
        if (row.code() == null) {
            Map<String, String> cells = cells(row);
            return columns.stream()
                    .map(column -> cells.getOrDefault(column, ""))
                    .toList();
        }
        JsonNode unparsed = unparsed(row);
        return unparsed.isString() ? List.of(unparsed.asString()) : texts(unparsed);
    }

    /** As a line of NDJSON. A row of CSV that could not be parsed is an array of its cells. */
    static String ndjson(StoredRow row) {
        String line = String.valueOf(row.json());
        if (row.code() != null) {
            JsonNode unparsed = unparsed(row);
            line = unparsed.isString() ? unparsed.asString() : unparsed.toString();
        }
        return line.replace('\r', ' ').replace('\n', ' ') + "\n";
    }

    /** The headings of the upload, which one of its rows has; none for any other row. */
    static List<String> headings(StoredRow row) {
        JsonNode content = row.code() == null ? MissingNode.getInstance() : content(row);
        return content.size() > 1 ? texts(content.path(0)) : List.of();
    }

    /** The line of NDJSON as a string, or the cells of CSV as an array. */
    private static JsonNode unparsed(StoredRow row) {
        JsonNode content = content(row);
        return content.isArray() ? content.path(content.size() - 1) : content;
    }

    private static JsonNode content(StoredRow row) {
        return StoredJson.mapper().readTree(String.valueOf(row.json()));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static void addCells(JsonNode node, String name, BiConsumer<String, String> cells) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                addCells(member.getValue(), name.isEmpty() ? member.getKey() : name + "." + member.getKey(), cells);
            }
        } else if (node.isArray()) {
            List<String> texts = new ArrayList<>();
            node.forEach(one -> texts.add(one.isString() ? one.asString() : one.toString()));
            cells.accept(name, String.join(" ", texts));
        } else if (!node.isNull()) {
            cells.accept(name, node.isString() ? node.asString() : node.toString());
        }
    }
}
