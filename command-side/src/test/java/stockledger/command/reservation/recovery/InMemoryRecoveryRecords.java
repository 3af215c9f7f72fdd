package stockledger.command.reservation.recovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mockito.Mockito;
import org.springframework.data.mongodb.core.MongoOperations;

/** Recovery records in memory. */
final class InMemoryRecoveryRecords extends RecoveryRecords {

    private final Map<String, RecoveryRecord> byId = new HashMap<>();

    InMemoryRecoveryRecords() {
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
    synchronized boolean store(List<RecoveryRecord> records) {
        for (RecoveryRecord record : records) {
            if (record.isFinished()) {
                byId.remove(record.id());
            } else {
                byId.put(record.id(), record.next());
            }
        }
        return true;
    }

    @Override
    synchronized void remove(RecoveryRecord record) {
        byId.remove(record.id());
    }
}
