package stockledger.events.bulk;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * Events of a bulk upload. Each chunk is a stream of its own, {@code chunk:UPLOAD:PART.NUMBER}, read when the chunk is
 * processed; no projection handles it.
 */
public sealed interface UploadEvent {

    /** Names the streams of the chunks. */
    String upload();

    /** The stream of one chunk. */
    static String stream(String upload, int part, int number) {
        return "chunk:" + upload + ":" + part + "." + number;
    }

    /**
     * A chunk of rows of an upload was stored. It has no effect until a job that names the upload is accepted.
     *
     * @param part all rows of one SKU are in the same part, in the order of their lines
     * @param number of the chunk within its part, from 0
     */
    @JsonTypeName("bulk.ChunkStored")
    @Revision("1")
    record ChunkStored(String upload, int part, int number, List<StoredRow> rows) implements UploadEvent {}
}
