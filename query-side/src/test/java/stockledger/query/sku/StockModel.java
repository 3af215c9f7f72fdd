package stockledger.query.sku;

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
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.TakenFrom;

/** Generates a random valid history of one SKU and counts its stock. */
public final class StockModel {

    private static final Sku SKU = new Sku("x");

    private final Random random;
    private final TreeMap<String, Long> onHand = new TreeMap<>();
    private final List<Claim> held = new ArrayList<>();
    private final List<Claim> allocated = new ArrayList<>();
    private final List<Claim> shipped = new ArrayList<>();
    long movements;
    final TreeMap<String, Long> unavailable = new TreeMap<>();
    final TreeMap<String, Long> safetyStocks = new TreeMap<>();
    final TreeMap<String, Long> deliveries = new TreeMap<>();
    final List<TransferSent> transfers = new ArrayList<>();
    /** Units in transit by the id of their transfer. */
    final TreeMap<String, Long> inTransit = new TreeMap<>();

    long safetyStock;
    private int nextId;

    private record Claim(String cart, String location, long units) {
        List<Allocation> allocations() {
            return at(location, units);
        }
    }

    public StockModel(Random random) {
        this.random = random;
    }

    long onHand() {
        return onHand.values().stream().mapToLong(Long::longValue).sum();
    }

    long claimed() {
        return held.stream().mapToLong(Claim::units).sum()
                + allocated.stream().mapToLong(Claim::units).sum();
    }

    public Object next() {
        String location = "l." + random.nextInt(3);
        return switch (random.nextInt(15)) {
            case 13 -> held.isEmpty() ? receive(location) : increase();
            case 14 -> held.isEmpty() ? receive(location) : reduce();
            case 6 -> unclaimed(location) > 0 ? setAside(location) : receive(location);
            case 7 ->
                unavailable.getOrDefault(location, 0L) == 0
                        ? count(location)
                        : random.nextBoolean() ? putBack(location) : writeOff(location);
            case 8 -> unclaimed(location) > 0 ? sendTransfer(location) : receive(location);
            case 9 -> transfers.isEmpty() ? count(location) : receiveTransfer();
            case 10 ->
                deliveries.isEmpty()
                        ? announce(location)
                        : random.nextBoolean() ? arriveOrCancel() : announce(location);
            case 11 -> setPolicy(location);
            case 12 -> shipped.isEmpty() ? receive(location) : returnUnits();
            case 0 -> receive(location);
            case 1 -> unclaimed(location) > 0 ? adjust(location) : receive(location);
            case 2 -> unclaimed(location) > 0 ? hold(location) : receive(location);
            case 3 -> held.isEmpty() ? receive(location) : release();
            case 4 -> held.isEmpty() ? receive(location) : confirm();
            default -> allocated.isEmpty() ? receive(location) : ship();
        };
    }

    private long unclaimed(String location) {
        long claimed = 0;
        for (List<Claim> claims : List.of(held, allocated)) {
            claimed += claims.stream()
                    .filter(claim -> claim.location().equals(location))
                    .mapToLong(Claim::units)
                    .sum();
        }
        return onHand.getOrDefault(location, 0L) - claimed - unavailable.getOrDefault(location, 0L);
    }

    private Object receive(String location) {
        long units = 1 + random.nextInt(20);
        if (random.nextInt(8) == 0) {
            // A count contained the units: the receipt and the correction of the count are two movements.
            movements += 2;
            onHand.merge(location, 0L, Long::sum);
            return new StockReceived(SKU, new LocationId(location), units, null, Instant.EPOCH, Instant.EPOCH);
        }
        move(location, units);
        return received("x", location, units);
    }

    private Object adjust(String location) {
        long delta = random.nextBoolean() ? 3 : -1 - random.nextInt((int) unclaimed(location));
        move(location, delta);
        return new StockAdjusted(new Sku("x"), new LocationId(location), delta, AdjustmentReason.CORRECTION, null);
    }

    private Object writeOff(String location) {
        long units = 1 + random.nextInt(unavailable.get(location).intValue());
        unavailable.merge(location, -units, Long::sum);
        move(location, -units);
        return new StockAdjusted(
                SKU,
                new LocationId(location),
                -units,
                AdjustmentReason.DAMAGED,
                null,
                TakenFrom.UNAVAILABLE,
                Instant.EPOCH,
                null);
    }

    private void move(String location, long delta) {
        onHand.merge(location, delta, Long::sum);
        movements++;
    }

    long sum(TreeMap<String, Long> units) {
        return units.values().stream().mapToLong(Long::longValue).sum();
    }

    private Object setAside(String location) {
        long units = 1 + random.nextInt((int) unclaimed(location));
        unavailable.merge(location, units, Long::sum);
        movements++;
        return new UnitsSetAside(SKU, new LocationId(location), units, AdjustmentReason.DAMAGED, null);
    }

    private Object putBack(String location) {
        long units = 1 + random.nextInt(unavailable.get(location).intValue());
        unavailable.merge(location, -units, Long::sum);
        movements++;
        return new UnitsPutBack(SKU, new LocationId(location), units, AdjustmentReason.FOUND, null);
    }

    private Object count(String location) {
        long before = onHand.getOrDefault(location, 0L);
        long found = before + random.nextInt(5);
        move(location, found - before);
        long aside = unavailable.getOrDefault(location, 0L);
        if (aside > 0 && random.nextInt(4) == 0) {
            unavailable.put(location, aside - 1);
            return new StockCounted(SKU, new LocationId(location), found, before, Instant.EPOCH, 1L);
        }
        return new StockCounted(SKU, new LocationId(location), found, before, Instant.EPOCH);
    }

    private Object sendTransfer(String location) {
        long units = 1 + random.nextInt((int) unclaimed(location));
        TransferSent transfer = new TransferSent(
                SKU, new TransferId("x." + nextId++), new LocationId(location), new LocationId("l.0"), units, null);
        move(location, -units);
        transfers.add(transfer);
        inTransit.put(transfer.transferId().value(), units);
        return transfer;
    }

    private Object receiveTransfer() {
        TransferSent transfer = transfers.get(random.nextInt(transfers.size()));
        String id = transfer.transferId().value();
        long before = inTransit.get(id);
        long units = random.nextInt((int) before + 3);
        move(transfer.to().value(), units);
        long left = random.nextBoolean() ? 0 : Math.max(0, before - units);
        if (left > 0) {
            inTransit.put(id, left);
            return new TransferReceived(SKU, transfer.transferId(), transfer.to(), before, units, left);
        }
        inTransit.remove(id);
        transfers.remove(transfer);
        return new TransferReceived(SKU, transfer.transferId(), transfer.to(), before, units);
    }

    private Object announce(String location) {
        long units = 1 + random.nextInt(9);
        IncomingId id = new IncomingId(location + "-" + nextId++);
        deliveries.put(id.value(), units);
        LocalDate day = LocalDate.EPOCH.plusDays(random.nextInt(9));
        return new IncomingAnnounced(SKU, id, new LocationId(location), units, day, null);
    }

    private Object arriveOrCancel() {
        String id = deliveries.firstKey();
        LocationId location = new LocationId(id.substring(0, id.indexOf('-')));
        long left = deliveries.get(id);
        if (random.nextBoolean()) {
            deliveries.remove(id);
            return new IncomingCancelled(SKU, new IncomingId(id), location, left);
        }
        long units = 1 + random.nextInt((int) left);
        deliveries.computeIfPresent(id, (same, before) -> before == units ? null : (Long) (before - units));
        return new IncomingArrived(SKU, new IncomingId(id), location, units);
    }

    private Object setPolicy(String location) {
        long units = random.nextInt(4);
        if (random.nextBoolean()) {
            safetyStock = units;
            return new StockPolicySet(SKU, null, units, 5L, null);
        }
        safetyStocks.put(location, units);
        return new StockPolicySet(SKU, new LocationId(location), units, null, 2L);
    }

    private Object hold(String location) {
        Claim claim = new Claim("c" + nextId++, location, 1 + random.nextInt((int) unclaimed(location)));
        held.add(claim);
        return held("x", claim.cart(), claim.allocations());
    }

    private Object release() {
        Claim claim = held.remove(random.nextInt(held.size()));
        return new HoldReleased(
                new Sku("x"), new ReservationId(claim.cart()), claim.allocations(), ReleaseCause.RELEASED);
    }

    private Object increase() {
        Claim claim = held.remove(random.nextInt(held.size()));
        long more = Math.min(unclaimed(claim.location()), 2);
        held.add(new Claim(claim.cart(), claim.location(), claim.units() + Math.max(0, more)));
        return more < 1
                ? receive(claim.location())
                : new HoldIncreased(
                        SKU,
                        new ReservationId(claim.cart()),
                        "more",
                        at(claim.location(), more),
                        Instant.EPOCH,
                        LocationChoice.FEWEST_LOCATIONS,
                        0);
    }

    private Object reduce() {
        Claim claim = held.remove(random.nextInt(held.size()));
        long fewer = claim.units() / 2;
        held.add(new Claim(claim.cart(), claim.location(), claim.units() - fewer));
        return fewer < 1
                ? receive(claim.location())
                : new HoldReduced(
                        SKU, new ReservationId(claim.cart()), at(claim.location(), fewer), ReleaseCause.RELEASED, 1);
    }

    private Object confirm() {
        Claim claim = held.remove(random.nextInt(held.size()));
        allocated.add(claim);
        return allocated("x", claim.cart(), claim.allocations());
    }

    private Object ship() {
        Claim claim = allocated.remove(random.nextInt(allocated.size()));
        move(claim.location(), -claim.units());
        shipped.add(claim);
        return shipped("x", claim.cart(), claim.allocations());
    }

    private Object returnUnits() {
        Claim claim = shipped.remove(random.nextInt(shipped.size()));
        ReturnCondition condition = random.nextBoolean() ? ReturnCondition.SELLABLE : ReturnCondition.UNAVAILABLE;
        move(claim.location(), claim.units());
        if (condition == ReturnCondition.UNAVAILABLE) {
            unavailable.merge(claim.location(), claim.units(), Long::sum);
        }
        return new UnitsReturned(SKU, new ReservationId(claim.cart()), 1, claim.allocations(), condition, null);
    }
}
