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
import stockledger.command.stock.StockRefusal.IdTaken;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.TransferId;

/** Shelves as they are written on paper: every change on a line of its own, added up whenever somebody asks. */
final class PaperShelves {

    /** A line of paper: since when it is true, and by how many units. */
    private record Line(LocationId location, Instant since, long units) {}

    private record Trip(SendTransfer sent, @Nullable Long arrived) {}

    private record Order(AnnounceIncoming announced, long left) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<LocationId, Long> aside = new HashMap<>();
    private final Map<LocationId, Instant> counted = new HashMap<>();
    private final Map<TransferId, Trip> trips = new HashMap<>();
    private final Map<IncomingId, Order> orders = new HashMap<>();
    private final Map<LocationId, SetStockPolicy> wanted = new HashMap<>();
    private final TreeSet<LocationId> known = new TreeSet<>();
    private @Nullable SetStockPolicy wantedOfAll;

    TreeSet<LocationId> known() {
        return known;
    }

    void write(LocationId location, Instant since, long units) {
        lines.add(new Line(location, since, units));
        known.add(location);
    }

    long onHand(LocationId location) {
        return onHand(location, Instant.MAX);
    }

    private long onHand(LocationId location, Instant at) {
        return lines.stream()
                .filter(line ->
                        line.location().equals(location) && !line.since().isAfter(at))
                .mapToLong(Line::units)
                .sum();
    }

    long aside(LocationId location) {
        return aside.getOrDefault(location, 0L);
    }

    void setAside(LocationId location, long units) {
        aside.merge(location, units, Long::sum);
    }

    long buffer(LocationId location) {
        SetStockPolicy own = wanted.get(location);
        return own == null ? 0 : own.safetyStock();
    }

    long bufferOfAll() {
        return wantedOfAll == null ? 0 : wantedOfAll.safetyStock();
    }

    @Nullable
    Long reorderPoint() {
        return wantedOfAll == null ? null : wantedOfAll.reorderPoint();
    }

    long limitOfAll() {
        if (wantedOfAll != null && wantedOfAll.backorderLimit() != null) {
            return wantedOfAll.backorderLimit();
        }
        long sum = 0;
        for (SetStockPolicy own : wanted.values()) {
            sum += own.backorderLimit() == null ? 0 : own.backorderLimit();
        }
        return sum;
    }

    long limit(LocationId location) {
        SetStockPolicy own = wanted.get(location);
        if (own != null && own.backorderLimit() != null) {
            return own.backorderLimit();
        }
        return wantedOfAll == null || wantedOfAll.backorderLimit() == null ? 0 : wantedOfAll.backorderLimit();
    }

    /** How many events each of these must have stored. */
    int want(SetStockPolicy policy, Object answer) {
        LocationId location = policy.locationId();
        SetStockPolicy before = location == null ? wantedOfAll : wanted.get(location);
        boolean same =
                policy.equals(before == null ? new SetStockPolicy(policy.sku(), location, 0, null, null) : before);
        if (location == null) {
            wantedOfAll = policy;
        } else if (!same) {
            wanted.put(location, policy);
            known.add(location);
        }
        assertThat(answer).isEqualTo(!same);
        return same ? 0 : 1;
    }

    int receive(ReceiveStock receive, Instant at, Object answer) {
        Order order = receive.incomingId() == null ? null : orders.get(receive.incomingId());
        if (receive.incomingId() != null && order == null) {
            assertThat(answer).isInstanceOf(IncomingNotFound.class);
            return 0;
        }
        write(receive.locationId(), at, receive.quantity());
        assertThat(answer).extracting("onHand").isEqualTo(onHand(receive.locationId()));
        if (order == null || order.left() == 0) {
            return 1;
        }
        orders.put(receive.incomingId(), new Order(order.announced(), Math.max(0, order.left() - receive.quantity())));
        return 2;
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
        assertThat(answer).isInstanceOf(StockAnswer.class).extracting("onHand").isEqualTo(onHand(location));
        return 1;
    }

    /** Whether a transfer of this id is known, and so nothing is sent. */
    boolean isRepeated(SendTransfer send, Object answer) {
        Trip trip = trips.get(send.transferId());
        if (trip == null) {
            return false;
        }
        if (trip.sent().equals(send)) {
            assertThat(answer).extracting("transfer.sent").isEqualTo(send.quantity());
        } else {
            assertThat(answer).isInstanceOf(IdTaken.class);
        }
        return true;
    }

    int send(SendTransfer send, Instant at, Object answer) {
        write(send.from(), at, -send.quantity());
        trips.put(send.transferId(), new Trip(send, null));
        assertThat(answer).extracting("onHand").isEqualTo(onHand(send.from()));
        return 1;
    }

    int arrive(ReceiveTransfer receive, Instant at, Object answer) {
        Trip trip = trips.get(receive.transferId());
        if (trip == null) {
            assertThat(answer).isInstanceOf(TransferNotFound.class);
            return 0;
        }
        boolean due = trip.arrived() == null;
        long units =
                !due ? trip.arrived() : receive.quantity() == null ? trip.sent().quantity() : receive.quantity();
        if (due) {
            write(trip.sent().to(), at, units);
            trips.put(receive.transferId(), new Trip(trip.sent(), units));
        }
        assertThat(answer).extracting("transfer.received").isEqualTo(units);
        return due ? 1 : 0;
    }

    int announce(AnnounceIncoming announce, Object answer) {
        Order order = orders.get(announce.incomingId());
        if (order == null) {
            orders.put(announce.incomingId(), new Order(announce, announce.quantity()));
            known.add(announce.locationId());
            return 1;
        }
        if (!order.announced().equals(announce)) {
            assertThat(answer).isInstanceOf(IdTaken.class);
        }
        return 0;
    }

    int cancel(CancelIncoming cancel, Object answer) {
        Order order = orders.get(cancel.incomingId());
        if (order == null) {
            assertThat(answer).isInstanceOf(IncomingNotFound.class);
            return 0;
        }
        orders.put(cancel.incomingId(), new Order(order.announced(), 0));
        assertThat(answer).extracting("delivery.expected").isEqualTo(0L);
        return order.left() > 0 ? 1 : 0;
    }
}
