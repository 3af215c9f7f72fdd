// Puts a product on sale, receives ten units, holds two of them for a cart, and reads what is left.
// Usage: node example.js URL [API_KEY]
import {
  AvailabilityApi,
  Configuration,
  InventoryApi,
  LocationsApi,
  ProductsApi,
  ReservationsApi,
  ResponseError,
} from '../target/typescript/client';

declare const process: { argv: string[]; exitCode?: number };

async function run(basePath: string, accessToken?: string): Promise<void> {
  const configuration = new Configuration({ basePath, accessToken });
  const suffix = Date.now().toString(36);
  const sku = `ts-mug-${suffix}`;
  const id = `ts-shop-${suffix}`;

  await new LocationsApi(configuration).openLocation({ locationOpenBody: { id, name: 'Shop' } });
  await new ProductsApi(configuration).registerProduct({
    catalogProductBody: { sku, name: 'Mug', price: { amount: '7.50', currency: 'GBP' } },
  });
  await new InventoryApi(configuration).receiveStock({
    sku,
    // Sent again after a lost response, the same key is not booked twice.
    idempotencyKey: `receipt-${suffix}`,
    stockReceiptBody: { locationId: id, quantity: 10 },
  });
  const held = await new ReservationsApi(configuration).holdReservationRaw({
    reservationHoldBody: { lines: [{ sku, quantity: 2 }] },
  });

  // With the token of the command the query is never older than its effects.
  const availability = await new AvailabilityApi(configuration).getAvailability({
    sku: [sku],
    consistencyToken: held.raw.headers.get('Consistency-Token') ?? undefined,
  });
  console.log(`available: ${availability.items?.[0]?.available}`);

  try {
    await new ProductsApi(configuration).getProduct({ sku: 'no-such-product' });
  } catch (error) {
    if (!(error instanceof ResponseError)) {
      throw error;
    }
    const problem = await error.response.json();
    console.log(`refused: ${error.response.status} ${problem.code}`);
  }
}

run(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
