package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockRefusal.CountContradicted;
import stockledger.command.stock.StockRefusal.CountSuperseded;
import stockledger.command.stock.StockRefusal.IdOfAnotherRequest;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.TransferAlreadyReceived;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.TransferId;

/** The expected levels of all locations, as a ledger: every change is an entry, and balances are summed on each read. */
final class LocationLedgers {

    /** One change of on hand, in units. */
    private record Entry(LocationId location, Instant at, long units) {}

    private record SentTransfer(SendTransfer sent, long received, long inTransit) {}

    private record Announced(AnnounceIncoming announced, long expected) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<LocationId, Long> unavailable = new HashMap<>();
    private final Map<LocationId, Instant> counted = new HashMap<>();
    private final Map<TransferId, SentTransfer> transfers = new HashMap<>();
    private final Map<IncomingId, Announced> deliveries = new HashMap<>();
    private final Map<LocationId, SetStockPolicy> policies = new HashMap<>();
    private final TreeSet<LocationId> known = new TreeSet<>();
    private @Nullable SetStockPolicy policyOfAll;

    TreeSet<LocationId> known() {
        return known;
    }

    void write(LocationId location, Instant since, long units) {
        entries.add(new Entry(location, since, units));
        known.add(location);
    }

    long onHand(LocationId location) {
        return onHand(location, Instant.MAX);
    }

    private long onHand(LocationId location, Instant at) {
        return entries.stream()
                .filter(entry ->
                        entry.location().equals(location) && !entry.at().isAfter(at))
                .mapToLong(Entry::units)
                .sum();
    }

    long unavailable(LocationId location) {
        return unavailable.getOrDefault(location, 0L);
    }

    void setAside(LocationId location, long units) {
        unavailable.merge(location, units, Long::sum);
    }

    long safetyStock(LocationId location) {
        SetStockPolicy own = policies.get(location);
        return own == null ? 0 : own.safetyStock();
    }

    long safetyStockOfAll() {
        return policyOfAll == null ? 0 : policyOfAll.safetyStock();
    }

    @Nullable
    Long reorderPoint() {
        return policyOfAll == null ? null : policyOfAll.reorderPoint();
    }

    long limitOfAll() {
        if (policyOfAll != null && policyOfAll.backorderLimit() != null) {
            return policyOfAll.backorderLimit();
        }
        long sum = 0;
        for (SetStockPolicy own : policies.values()) {
            sum += own.backorderLimit() == null ? 0 : own.backorderLimit();
        }
        return sum;
    }

    long limit(LocationId location) {
        SetStockPolicy own = policies.get(location);
        if (own != null && own.backorderLimit() != null) {
            return own.backorderLimit();
        }
        return policyOfAll == null || policyOfAll.backorderLimit() == null ? 0 : policyOfAll.backorderLimit();
    }

    /** Books a command and returns the number of events it must append; so do the methods below. */
    int setPolicy(SetStockPolicy policy, Object answer) {
        LocationId location = policy.locationId();
        SetStockPolicy before = location == null ? policyOfAll : policies.get(location);
        boolean same =
                policy.equals(before == null ? new SetStockPolicy(policy.sku(), location, 0, null, null) : before);
        if (location == null) {
            policyOfAll = policy;
        } else if (!same) {
            policies.put(location, policy);
            known.add(location);
        }
        assertThat(answer).isEqualTo(!same);
        return same ? 0 : 1;
    }

    int receive(ReceiveStock receive, Instant at, Object answer) {
        Announced delivery = receive.incomingId() == null ? null : deliveries.get(receive.incomingId());
        if (receive.incomingId() != null && delivery == null) {
            assertThat(answer).isInstanceOf(IncomingNotFound.class);
            return 0;
        }
        move(receive.locationId(), receive.occurredAt(), at, receive.quantity());
        assertThat(answer).extracting("onHand").isEqualTo(onHand(receive.locationId()));
        if (delivery == null || delivery.expected() == 0) {
            return 1;
        }
        deliveries.put(
                receive.incomingId(),
                new Announced(delivery.announced(), Math.max(0, delivery.expected() - receive.quantity())));
        return 2;
    }

    /** A movement that a count contained is booked at its time, and the count is corrected. */
    void move(LocationId location, @Nullable Instant occurredAt, Instant at, long units) {
        write(location, occurredAt == null ? at : occurredAt, units);
        if (isCounted(location, occurredAt)) {
            write(location, counted.get(location), -units);
        }
    }

    boolean isCounted(LocationId location, @Nullable Instant occurredAt) {
        return occurredAt != null && !occurredAt.isAfter(counted.getOrDefault(location, Instant.MIN));
    }

    int count(CountStock count, Object answer) {
        LocationId location = count.locationId();
        Instant at = count.countedAt() == null ? count.now() : count.countedAt();
        if (at.isBefore(counted.getOrDefault(location, Instant.MIN))) {
            assertThat(answer).isInstanceOf(CountSuperseded.class);
            return 0;
        }
        long change = count.counted() - onHand(location, at);
        if (change < 0 && onHand(location) + change < 0 && count.countedAt() != null) {
            assertThat(answer).isInstanceOf(CountContradicted.class);
            return 0;
        }
        counted.put(location, at);
        write(location, at, change);
        unavailable.computeIfPresent(location, (same, units) -> Math.min(units, Math.max(0, onHand(location))));
        assertThat(answer).isInstanceOf(StockAnswer.class).extracting("onHand").isEqualTo(onHand(location));
        return 1;
    }

    /** Whether a transfer with this id exists, so that nothing is sent. */
    boolean isRepeated(SendTransfer send, Object answer) {
        SentTransfer transfer = transfers.get(send.transferId());
        if (transfer == null) {
            return false;
        }
        if (transfer.sent().equals(send)) {
            assertThat(answer).extracting("transfer.sent").isEqualTo(send.quantity());
        } else {
            assertThat(answer).isInstanceOf(IdOfAnotherRequest.class);
        }
        return true;
    }

    int send(SendTransfer send, Instant at, Object answer) {
        write(send.from(), at, -send.quantity());
        transfers.put(send.transferId(), new SentTransfer(send, 0, send.quantity()));
        assertThat(answer).extracting("onHand").isEqualTo(onHand(send.from()));
        return 1;
    }

    int receive(ReceiveTransfer receive, Instant at, Object answer) {
        SentTransfer transfer = transfers.get(receive.transferId());
        if (transfer == null) {
            assertThat(answer).isInstanceOf(TransferNotFound.class);
            return 0;
        }
        boolean last = Boolean.TRUE.equals(receive.last());
        long units = receive.quantity() == null ? transfer.inTransit() : receive.quantity();
        boolean lost = transfer.received() < transfer.sent().quantity();
        if (transfer.inTransit() == 0 && (units > 0 || receive.quantity() == null && !last && lost)) {
            assertThat(answer).isInstanceOf(TransferAlreadyReceived.class);
            return 0;
        }
        long left = last ? 0 : Math.max(0, transfer.inTransit() - units);
        boolean changes = units > 0 || left < transfer.inTransit();
        if (changes) {
            write(transfer.sent().to(), at, units);
            transfers.put(receive.transferId(), new SentTransfer(transfer.sent(), transfer.received() + units, left));
        }
        assertThat(answer).extracting("transfer.received").isEqualTo(transfer.received() + units);
        assertThat(answer).extracting("transfer.inTransit").isEqualTo(left);
        return changes ? 1 : 0;
    }

    int announce(AnnounceIncoming announce, Object answer) {
        Announced delivery = deliveries.get(announce.incomingId());
        if (delivery == null) {
            deliveries.put(announce.incomingId(), new Announced(announce, announce.quantity()));
            known.add(announce.locationId());
            return 1;
        }
        if (!delivery.announced().equals(announce)) {
            assertThat(answer).isInstanceOf(IdOfAnotherRequest.class);
        }
        return 0;
    }

    int cancel(CancelIncoming cancel, Object answer) {
        Announced delivery = deliveries.get(cancel.incomingId());
        if (delivery == null) {
            assertThat(answer).isInstanceOf(IncomingNotFound.class);
            return 0;
        }
        deliveries.put(cancel.incomingId(), new Announced(delivery.announced(), 0));
        assertThat(answer).extracting("delivery.expected").isEqualTo(0L);
        return delivery.expected() > 0 ? 1 : 0;
    }
}
