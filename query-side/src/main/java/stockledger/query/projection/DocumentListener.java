package stockledger.query.projection;

import java.util.Collection;

/** Is notified after documents of a projection were written by this process. */
public interface DocumentListener {

    /** @param keys of the documents, changed or not */
    void documentsChanged(String projection, Collection<String> keys);
}
