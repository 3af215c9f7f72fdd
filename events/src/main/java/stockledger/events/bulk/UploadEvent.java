package stockledger.events.bulk;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * What was sent to be done later. Each chunk is a stream of its own, {@code chunk:UPLOAD:PART.NUMBER}, that nobody folds:
 * a chunk is read when it is worked on.
 */
public sealed interface UploadEvent {

    /** The name under which a job finds its chunks. */
    String upload();

    /** The stream of one chunk. */
    static String stream(String upload, int part, int number) {
        return "chunk:" + upload + ":" + part + "." + number;
    }

    /**
     * Rows of an upload were kept. They count for nothing until a job is accepted that names the upload.
     *
     * @param part all rows of one SKU are in one part, in the order of their lines
     * @param number of the chunk within its part, from 0
     */
    @JsonTypeName("bulk.ChunkStored")
    @Revision("1")
    record ChunkStored(String upload, int part, int number, List<StoredRow> rows) implements UploadEvent {}
}
