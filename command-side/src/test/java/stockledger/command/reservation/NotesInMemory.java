package stockledger.command.reservation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mockito.Mockito;
import org.springframework.data.mongodb.core.MongoOperations;

/** The upkeep's notes, in memory. */
final class NotesInMemory extends UpkeepNotes {

    private final Map<String, UpkeepNote> byId = new HashMap<>();

    NotesInMemory() {
        super(Mockito.mock(MongoOperations.class));
    }

    synchronized UpkeepNote open(String id) {
        return byId.getOrDefault(id, UpkeepNote.blank(id));
    }

    @Override
    synchronized List<UpkeepNote> find(List<String> ids) {
        return ids.stream().filter(byId::containsKey).map(this::open).toList();
    }

    @Override
    synchronized boolean store(List<UpkeepNote> notes) {
        for (UpkeepNote note : notes) {
            if (note.isOver()) {
                byId.remove(note.id());
            } else {
                byId.put(note.id(), note.next());
            }
        }
        return true;
    }

    @Override
    synchronized void remove(UpkeepNote note) {
        byId.remove(note.id());
    }
}
