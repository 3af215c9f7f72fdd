package stockledger.query.projection;

import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.shipped;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;

/** Plays a shop by plain counting, and does only what a shop can. */
final class Truth {

    private static final Sku SKU = new Sku("x");

    private final Random random;
    private final TreeMap<String, Long> onHand = new TreeMap<>();
    private final List<Claim> held = new ArrayList<>();
    private final List<Claim> allocated = new ArrayList<>();
    private final List<Claim> gone = new ArrayList<>();
    long movements;
    final TreeMap<String, Long> aside = new TreeMap<>();
    final TreeMap<String, Long> buffers = new TreeMap<>();
    final TreeMap<String, Long> expected = new TreeMap<>();
    final List<TransferSent> sent = new ArrayList<>();
    long buffer;
    private int carts;

    private record Claim(String cart, String location, long units) {
        List<Allocation> allocations() {
            return at(location, units);
        }
    }

    Truth(Random random) {
        this.random = random;
    }

    long onHand() {
        return onHand.values().stream().mapToLong(Long::longValue).sum();
    }

    long promised() {
        return held.stream().mapToLong(Claim::units).sum()
                + allocated.stream().mapToLong(Claim::units).sum();
    }

    Object next() {
        String location = "l." + random.nextInt(3);
        return switch (random.nextInt(13)) {
            case 6 -> free(location) > 0 ? setAside(location) : receive(location);
            case 7 -> aside.getOrDefault(location, 0L) > 0 ? putBack(location) : count(location);
            case 8 -> free(location) > 0 ? send(location) : receive(location);
            case 9 -> sent.isEmpty() ? count(location) : arrive();
            case 10 -> expected.isEmpty() ? announce(location) : random.nextBoolean() ? come() : announce(location);
            case 11 -> want(location);
            case 12 -> gone.isEmpty() ? receive(location) : takeBack();
            case 0 -> receive(location);
            case 1 -> free(location) > 0 ? adjust(location) : receive(location);
            case 2 -> free(location) > 0 ? hold(location) : receive(location);
            case 3 -> held.isEmpty() ? receive(location) : release();
            case 4 -> held.isEmpty() ? receive(location) : confirm();
            default -> allocated.isEmpty() ? receive(location) : ship();
        };
    }

    private long free(String location) {
        long claimed = 0;
        for (List<Claim> claims : List.of(held, allocated)) {
            claimed += claims.stream()
                    .filter(claim -> claim.location().equals(location))
                    .mapToLong(Claim::units)
                    .sum();
        }
        return onHand.getOrDefault(location, 0L) - claimed - aside.getOrDefault(location, 0L);
    }

    private Object receive(String location) {
        long units = 1 + random.nextInt(20);
        move(location, units);
        return received("x", location, units);
    }

    private Object adjust(String location) {
        long delta = random.nextBoolean() ? 3 : -1 - random.nextInt((int) free(location));
        move(location, delta);
        return new StockAdjusted(new Sku("x"), new LocationId(location), delta, AdjustmentReason.CORRECTION, null);
    }

    private void move(String location, long delta) {
        onHand.merge(location, delta, Long::sum);
        movements++;
    }

    long sum(TreeMap<String, Long> units) {
        return units.values().stream().mapToLong(Long::longValue).sum();
    }

    private Object setAside(String location) {
        long units = 1 + random.nextInt((int) free(location));
        aside.merge(location, units, Long::sum);
        movements++;
        return new UnitsSetAside(SKU, new LocationId(location), units, AdjustmentReason.DAMAGED, null);
    }

    private Object putBack(String location) {
        long units = 1 + random.nextInt(aside.get(location).intValue());
        aside.merge(location, -units, Long::sum);
        movements++;
        return new UnitsPutBack(SKU, new LocationId(location), units, AdjustmentReason.FOUND, null);
    }

    private Object count(String location) {
        long before = onHand.getOrDefault(location, 0L);
        long found = before + random.nextInt(5);
        move(location, found - before);
        return new StockCounted(SKU, new LocationId(location), found, before, Instant.EPOCH);
    }

    private Object send(String location) {
        long units = 1 + random.nextInt((int) free(location));
        TransferSent transfer = new TransferSent(
                SKU, new TransferId("x." + carts++), new LocationId(location), new LocationId("l.0"), units, null);
        move(location, -units);
        sent.add(transfer);
        return transfer;
    }

    private Object arrive() {
        TransferSent transfer = sent.remove(random.nextInt(sent.size()));
        long units = random.nextInt((int) transfer.quantity() + 3);
        move(transfer.to().value(), units);
        return new TransferReceived(SKU, transfer.transferId(), transfer.to(), transfer.quantity(), units);
    }

    private Object announce(String location) {
        long units = 1 + random.nextInt(9);
        IncomingId id = new IncomingId(location + "-" + carts++);
        expected.put(id.value(), units);
        LocalDate day = LocalDate.EPOCH.plusDays(random.nextInt(9));
        return new IncomingAnnounced(SKU, id, new LocationId(location), units, day, null);
    }

    /** Some of the first delivery comes, or what is left of it will not. */
    private Object come() {
        String id = expected.firstKey();
        LocationId location = new LocationId(id.substring(0, id.indexOf('-')));
        long left = expected.get(id);
        if (random.nextBoolean()) {
            expected.remove(id);
            return new IncomingCancelled(SKU, new IncomingId(id), location, left);
        }
        long units = 1 + random.nextInt((int) left);
        expected.computeIfPresent(id, (same, before) -> before == units ? null : (Long) (before - units));
        return new IncomingArrived(SKU, new IncomingId(id), location, units);
    }

    private Object want(String location) {
        long units = random.nextInt(4);
        if (random.nextBoolean()) {
            buffer = units;
            return new StockPolicySet(SKU, null, units, 5L, null);
        }
        buffers.put(location, units);
        return new StockPolicySet(SKU, new LocationId(location), units, null, 2L);
    }

    private Object hold(String location) {
        Claim claim = new Claim("c" + carts++, location, 1 + random.nextInt((int) free(location)));
        held.add(claim);
        return held("x", claim.cart(), claim.allocations());
    }

    private Object release() {
        Claim claim = held.remove(random.nextInt(held.size()));
        return new HoldReleased(
                new Sku("x"), new ReservationId(claim.cart()), claim.allocations(), ReleaseCause.RELEASED);
    }

    private Object confirm() {
        Claim claim = held.remove(random.nextInt(held.size()));
        allocated.add(claim);
        return allocated("x", claim.cart(), claim.allocations());
    }

    private Object ship() {
        Claim claim = allocated.remove(random.nextInt(allocated.size()));
        move(claim.location(), -claim.units());
        gone.add(claim);
        return shipped("x", claim.cart(), claim.allocations());
    }

    private Object takeBack() {
        Claim claim = gone.remove(random.nextInt(gone.size()));
        ReturnCondition condition = random.nextBoolean() ? ReturnCondition.SELLABLE : ReturnCondition.UNAVAILABLE;
        move(claim.location(), claim.units());
        if (condition == ReturnCondition.UNAVAILABLE) {
            aside.merge(claim.location(), claim.units(), Long::sum);
        }
        return new UnitsReturned(SKU, new ReservationId(claim.cart()), 1, claim.allocations(), condition, null);
    }
}
