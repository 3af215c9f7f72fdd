package stockledger.query.listing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.Money;
import stockledger.events.ReturnCondition;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.StockStatus;
import stockledger.query.listindex.ListEntry;
import stockledger.query.projection.ProjectedEvent;

/**
 * One product of a list, with its sort keys and search terms.
 *
 * @param card null before the product is registered
 * @param unpromised on hand − unavailable − held − allocated, over all locations; signed
 * @param policy its safety stock, reorder points and backorder limits
 * @param inStock whether it is available and not discontinued
 * @param status its availability status
 * @param categories its category and all parents of it
 * @param priceUnits the price in ten-thousandths
 * @param band number of its {@link PriceBand}
 * @param byName unique sort key of lists by name
 * @param byPrice unique sort key of lists by price
 * @param byUpdated unique sort key of lists by the last change in the catalog
 * @param prefixes search terms that find it
 */
record ListingView(
        String sku,
        @Nullable Card card,
        long unpromised,
        StockPolicy policy,
        boolean inStock,
        StockStatus status,
        List<String> categories,
        long priceUnits,
        int band,
        String byName,
        String byPrice,
        String byUpdated,
        List<String> prefixes) {

    private static final int DECIMALS = 4;
    private static final String NUMBER = "%016d";

    /**
     * The catalog data of a list item.
     *
     * @param described words of its description that search finds
     */
    record Card(
            String name,
            @Nullable String brand,
            @Nullable String category,
            Money price,
            @Nullable String image,
            List<String> described,
            boolean discontinued,
            Instant updatedAt) {

        Card withName(String next) {
            return new Card(next, brand, category, price, image, described, discontinued, updatedAt);
        }

        Card withBrand(@Nullable String next) {
            return new Card(name, next, category, price, image, described, discontinued, updatedAt);
        }

        Card withCategory(@Nullable String next) {
            return new Card(name, brand, next, price, image, described, discontinued, updatedAt);
        }

        Card withPrice(Money next) {
            return new Card(name, brand, category, next, image, described, discontinued, updatedAt);
        }

        Card withImage(@Nullable String next) {
            return new Card(name, brand, category, price, next, described, discontinued, updatedAt);
        }

        Card withDescription(@Nullable String next) {
            return new Card(
                    name, brand, category, price, image, SearchTerms.descriptionWords(next), discontinued, updatedAt);
        }

        Card withDiscontinued(boolean next) {
            return new Card(name, brand, category, price, image, described, next, updatedAt);
        }

        Card withUpdatedAt(Instant next) {
            return new Card(name, brand, category, price, image, described, discontinued, next);
        }
    }

    static ListingView empty(String sku) {
        return of(sku, null, 0, StockPolicy.NONE);
    }

    private static ListingView of(String sku, @Nullable Card card, long unpromised, StockPolicy policy) {
        if (card == null) {
            StockStatus newStatus = status(null, unpromised, policy);
            return new ListingView(
                    sku, null, unpromised, policy, false, newStatus, List.of(), 0, 0, "", "", "", List.of());
        }
        long units = card.price().amount().movePointRight(DECIMALS).longValueExact();
        return new ListingView(
                sku,
                card,
                unpromised,
                policy,
                isInStock(card, unpromised, policy),
                status(card, unpromised, policy),
                withParents(card.category()),
                units,
                PriceBand.of(units),
                SearchTerms.sortKey(card.name()) + ListEntry.SEPARATOR + sku,
                sortableDigits(units) + ListEntry.SEPARATOR + sku,
                sortableDigits(card.updatedAt().toEpochMilli()) + ListEntry.SEPARATOR + sku,
                searchPrefixes(sku, card));
    }

    ListingView on(ProjectedEvent event) {
        Object payload = event.payload();
        if (payload instanceof StockReceived received) {
            return withUnits(received.quantity());
        } else if (payload instanceof StockAdjusted adjusted) {
            return withUnits(adjusted.delta());
        } else if (payload instanceof StockCounted counted) {
            return withUnits(counted.delta());
        } else if (payload instanceof UnitsSetAside aside) {
            return withUnits(-aside.quantity());
        } else if (payload instanceof UnitsPutBack back) {
            return withUnits(back.quantity());
        } else if (payload instanceof TransferSent sent) {
            return withUnits(-sent.quantity());
        } else if (payload instanceof TransferReceived arrived) {
            return withUnits(arrived.received());
        } else if (payload instanceof StockPolicySet set) {
            return of(sku, card, unpromised, policy.after(set));
        } else if (payload instanceof UnitsHeld held) {
            return withUnits(-units(held.allocations()));
        } else if (payload instanceof HoldReleased released) {
            return withUnits(units(released.allocations()));
        } else if (payload instanceof AllocationReleased freed) {
            return withUnits(units(freed.allocations()));
        } else if (payload instanceof UnitsReturned back) {
            return back.condition() == ReturnCondition.SELLABLE ? withUnits(units(back.allocations())) : this;
        } else if (payload instanceof UnitsAllocated || payload instanceof UnitsShipped) {
            // Held units become allocated, allocated units leave: available does not change.
            return this;
        }
        if (payload instanceof ProductEvent product) {
            return of(sku, onCatalog(product, event.at()), unpromised, policy);
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    /** Sort keys depend on catalog data only and are not computed again. */
    private ListingView withUnits(long delta) {
        long after = unpromised + delta;
        boolean newInStock = card != null && isInStock(card, after, policy);
        StockStatus newStatus = status(card, after, policy);
        return new ListingView(
                sku,
                card,
                after,
                policy,
                newInStock,
                newStatus,
                categories,
                priceUnits,
                band,
                byName,
                byPrice,
                byUpdated,
                prefixes);
    }

    private static StockStatus status(@Nullable Card card, long unpromised, StockPolicy policy) {
        boolean discontinued = card != null && card.discontinued();
        return discontinued ? StockStatus.DISCONTINUED : policy.status(unpromised - policy.safetyStock());
    }

    private static boolean isInStock(Card card, long unpromised, StockPolicy policy) {
        return unpromised > policy.safetyStock() && !card.discontinued();
    }

    /** Available units as shown: never below 0. */
    long available() {
        return Math.max(0, unpromised - policy.safetyStock());
    }

    private Card onCatalog(ProductEvent payload, Instant at) {
        if (payload instanceof ProductRegistered e) {
            List<String> described = SearchTerms.descriptionWords(e.description());
            return new Card(e.name(), e.brand(), e.category(), e.price(), first(e.images()), described, false, at);
        }
        Card before = card;
        if (before == null) {
            throw new IllegalStateException(sku + " changed before it was registered");
        }
        if (payload instanceof ProductRenamed e) {
            return before.withName(e.name()).withUpdatedAt(at);
        } else if (payload instanceof ProductDescribed e) {
            return before.withDescription(e.description()).withUpdatedAt(at);
        } else if (payload instanceof ProductRebranded e) {
            return before.withBrand(e.brand()).withUpdatedAt(at);
        } else if (payload instanceof ProductRecategorized e) {
            return before.withCategory(e.category()).withUpdatedAt(at);
        } else if (payload instanceof ProductRepriced e) {
            return before.withPrice(e.price()).withUpdatedAt(at);
        } else if (payload instanceof ProductImagesReplaced e) {
            return before.withImage(first(e.images())).withUpdatedAt(at);
        } else if (payload instanceof ProductDiscontinued || payload instanceof ProductReactivated) {
            return before.withDiscontinued(payload instanceof ProductDiscontinued)
                    .withUpdatedAt(at);
        } else if (payload instanceof ProductAttributesReplaced) {
            return before.withUpdatedAt(at);
        }
        throw new IllegalStateException("unknown event " + payload.getClass());
    }

    private static List<String> searchPrefixes(String sku, Card card) {
        List<String> titles = new ArrayList<>(List.of(card.name(), sku));
        if (card.brand() != null) {
            titles.add(card.brand());
        }
        return SearchTerms.prefixes(titles, card.described());
    }

    /** Fixed width, so that the text sorts as the number does. */
    static String sortableDigits(long number) {
        return NUMBER.formatted(number);
    }

    private static List<String> withParents(@Nullable String category) {
        List<String> all = new ArrayList<>();
        if (category != null) {
            for (int slash = category.indexOf('/'); slash >= 0; slash = category.indexOf('/', slash + 1)) {
                all.add(category.substring(0, slash));
            }
            all.add(category);
        }
        return all;
    }

    private static @Nullable String first(List<String> images) {
        return images.isEmpty() ? null : images.get(0);
    }

    private static long units(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }
}
