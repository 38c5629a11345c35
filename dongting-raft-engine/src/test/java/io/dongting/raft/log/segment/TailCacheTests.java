package io.dongting.raft.log.segment;

import io.dongting.raft.log.TestEntries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stays in memory of the end of a log.
 */
class TailCacheTests {

	private static final int NEVER_FULL = 1 << 20;

	private final TailCache cache = new TailCache(NEVER_FULL, 0);

	@BeforeEach
	void fill() {
		append(this.cache);
	}

	private static void append(TailCache cache) {
		cache.append(TestEntries.batch(TestEntries.entries(1, 10, 1, 100), 0));
		cache.append(TestEntries.batch(TestEntries.entries(11, 10, 1, 100), 1));
		cache.append(TestEntries.batch(TestEntries.entries(21, 10, 1, 100), 1));
	}

	@Test
	void keepsWhatIsDurableButNeeded() {
		this.cache.evict(30, 10);
		assertThat(this.cache.read(10, NEVER_FULL)).isNull();
		assertThat(this.cache.read(11, NEVER_FULL)).isNotNull();
	}

	@Test
	void keepsWhatIsNotDurableThoughNobodyNeedsIt() {
		this.cache.evict(10, 30);
		assertThat(this.cache.read(10, NEVER_FULL)).isNull();
		assertThat(this.cache.read(11, NEVER_FULL)).isNotNull();
	}

	@Test
	void keepsABatchAsLongAsAnEntryOfItIsNeeded() {
		this.cache.evict(30, 19);
		assertThat(this.cache.read(11, NEVER_FULL)).isNotNull();
	}

	@Test
	void keepsALittleOfWhatNobodyNeeds() {
		TailCache generous = new TailCache(NEVER_FULL, 2000);
		append(generous);
		generous.evict(30, 30);
		assertThat(generous.read(20, NEVER_FULL)).isNull();
		assertThat(generous.read(21, NEVER_FULL)).isNotNull();
	}

	@Test
	void letsGoWhatIsNeededOnlyAboveTheLimit() {
		TailCache small = new TailCache(2000, 2000);
		append(small);
		small.evict(30, 0);
		assertThat(small.read(20, NEVER_FULL)).isNull();
		assertThat(small.read(21, NEVER_FULL)).isNotNull();
	}

}
