package stockledger.command.reservation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mockito.Mockito;
import org.springframework.data.mongodb.core.MongoOperations;

/** The upkeep's notes, in memory. */
final class NotesInMemory extends RecoveryRecords {

    private final Map<String, RecoveryRecord> byId = new HashMap<>();

    NotesInMemory() {
        super(Mockito.mock(MongoOperations.class));
    }

    synchronized RecoveryRecord open(String id) {
        return byId.getOrDefault(id, RecoveryRecord.blank(id));
    }

    @Override
    synchronized List<RecoveryRecord> find(List<String> ids) {
        return ids.stream().filter(byId::containsKey).map(this::open).toList();
    }

    @Override
    synchronized boolean store(List<RecoveryRecord> notes) {
        for (RecoveryRecord note : notes) {
            if (note.isOver()) {
                byId.remove(note.id());
            } else {
                byId.put(note.id(), note.next());
            }
        }
        return true;
    }

    @Override
    synchronized void remove(RecoveryRecord note) {
        byId.remove(note.id());
    }
}
