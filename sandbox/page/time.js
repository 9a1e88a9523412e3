// Instants as people read them, each in a zone that is passed in.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const formats = new Map();

function format(zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

/** A person's zone, or UTC where it is missing or unknown to this browser. */
export function zoneOf(member) {
  try {
    format(member.tz, {});
    return member.tz || "UTC";
  } catch {
    return "UTC";
  }
}

/** The numbers of a local date and time: year, month, day, hour, minute, second; and the weekday's name. */
function parts(instant, zone) {
  const options = {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    weekday: "long", hourCycle: "h23",
  };
  return Object.fromEntries(format(zone, options).formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** `18:40` */
export function clockTime(instant, zone) {
  const { hour, minute } = parts(instant, zone);
  return `${hour}:${minute}`;
}

/** `Mon 2 Mar 2026` */
export function shortDay(instant, zone) {
  const { year, day, weekday } = parts(instant, zone);
  return `${weekday.slice(0, 3)} ${Number(day)} ${monthName(instant, zone, "short")} ${year}`;
}

/** `Monday, 2 March` */
export function longDay(instant, zone) {
  const { day, weekday } = parts(instant, zone);
  return `${weekday}, ${Number(day)} ${monthName(instant, zone, "long")}`;
}

/** `2026-03-02`: the same for all instants of one local day. */
export function isoDay(instant, zone) {
  const { year, month, day } = parts(instant, zone);
  return `${year}-${month}-${day}`;
}

/** `2026-03-02T09:00`, as a date-time field takes it. */
export function fieldValue(instant, zone) {
  return `${isoDay(instant, zone)}T${clockTime(instant, zone)}`;
}

function monthName(instant, zone, length) {
  return format("UTC", { month: length }).format(new Date(`${isoDay(instant, zone)}T00:00Z`)).replace("Sept", "Sep");
}

function offset(instant, zone) {
  const { year, month, day, hour, minute, second } = parts(instant, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** `UTC+1`, `UTC−3:30`, `UTC` */
export function utcOffset(instant, zone) {
  const minutes = Math.round(offset(instant, zone) / 60_000);
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** `Lagos` out of `Africa/Lagos` */
export function placeName(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}

/** The instant at which a clock in the zone shows a field's value; in a gap, what follows it. */
export function instantOf(value, zone) {
  const wall = Date.parse(`${value}Z`);
  const first = wall - offset(wall, zone);
  return wall - offset(first, zone);
}

function ordinal(day) {
  const suffix = { 1: "st", 2: "nd", 3: "rd" }[day % 10];
  return `${day}${suffix && Math.floor(day / 10) !== 1 ? suffix : "th"}`;
}

function pretty(instant, zone, now, otherwise) {
  const days = (Date.parse(isoDay(instant, zone)) - Date.parse(isoDay(now, zone))) / DAY;
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[days] ?? otherwise;
}

/** Slack's `<!date^…>` tokens, filled in for one zone; `now` settles what today is. */
export function slackDate(pattern, instant, zone, now) {
  const { year, month, day, hour, minute, second, weekday } = parts(instant, zone);
  const long = `${monthName(instant, zone, "long")} ${ordinal(Number(day))}, ${year}`;
  const short = `${monthName(instant, zone, "short")} ${Number(day)}, ${year}`;
  const filled = {
    date_num: `${year}-${month}-${day}`,
    date: long,
    date_short: short,
    date_long: `${weekday}, ${long}`,
    date_pretty: pretty(instant, zone, now, long),
    date_short_pretty: pretty(instant, zone, now, short),
    date_long_pretty: pretty(instant, zone, now, `${weekday}, ${long}`),
    time: `${hour}:${minute}`,
    time_secs: `${hour}:${minute}:${second}`,
    ago: ago(now - instant),
  };
  return pattern.replace(/\{(\w+)\}/g, (token, name) => filled[name] ?? token);
}

function ago(span) {
  const size = Math.abs(span);
  const [count, unit] = size < HOUR ? [size / 60_000, "minute"] : size < DAY ? [size / HOUR, "hour"] : [size / DAY, "day"];
  return new Intl.RelativeTimeFormat("en").format(-Math.sign(span) * Math.round(count), unit);
}
