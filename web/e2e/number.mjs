// Walks the pages of a WhatsApp number: what it is, what customers see of it, and what cannot be
// taken back. Every tab on desktop, phone, dark and Arabic with axe on each.
import assert from 'node:assert/strict';
import { desktop } from './browser.mjs';
import { finish, looks, walks } from './walker.mjs';

const walk = walks({
  picture: 'settings-',
  base: '/w/toko/settings',
  fake: { settings: true },
});

const tabs = ['overview', 'profile', 'number', 'greeting', 'links', 'blocked', 'costs'];
const settled = async (page) => {
  await page.locator('#channel-tab :is(section, form, li)').first().waitFor();
  await page.locator('#channel-tab [aria-busy]').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(200);
};
const tab = (id) => (id === 'overview' ? '' : `&tab=${id}`);

for (const [name, options] of looks) {
  await walk(`number ${name}`, options, async ({ page, check, at }) => {
    for (const each of tabs) {
      await at(`/channels?channel=1${tab(each)}`);
      await settled(page);
      await check(each, { whole: true });
    }
  });
}

await walk('number failing', desktop, async ({ page, fake, check, at }) => {
  await at('/channels?channel=2');
  await settled(page);
  await page.getByText('The access token no longer works.', { exact: false }).nth(1).waitFor();
  await check('token');
  fake.api.settings.number.become({
    status: 'FLAGGED',
    quality: 'RED',
    can_send: 'LIMITED',
    name_status: 'DECLINED',
    new_name_status: 'PENDING_REVIEW',
    messaging_limit: 'TIER_UNLIMITED',
    throughput: 'HIGH',
    pin_set: false,
    on_phone_app: true,
    health: [
      {
        type: 'BUSINESS',
        id: '66001',
        can_send: 'LIMITED',
        notes: ['Your business has not passed business verification.'],
      },
    ],
  });
  await at('/channels?channel=1');
  await page.getByText('Your business has not passed', { exact: false }).waitFor();
  await page.getByText('every 14 days', { exact: false }).waitFor();
  await check('worries', { whole: true });
});

await walk('number empty', desktop, async ({ page, fake, check, at }) => {
  fake.api.settings.number.empty();
  for (const each of ['profile', 'greeting', 'links', 'blocked']) {
    await at(`/channels?channel=1&tab=${each}`);
    await settled(page);
    await check(each);
  }
});

await walk('number profile', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1');
  await page.getByRole('tab', { name: 'Profile' }).click();
  const preview = page.getByRole('complementary', { name: 'What a customer sees' });
  await preview.getByText('Buka setiap hari').waitFor();
  await page.getByLabel('Short line under the name').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Please fill this in.').waitFor();
  await page.getByLabel('Short line under the name').fill('Tutup hari Minggu');
  await preview.getByText('Tutup hari Minggu').waitFor();
  await page.getByLabel('Second website').fill('ftp.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This does not have the right form.').waitFor();
  await check('refused', { whole: true });
  await page.getByLabel('Second website').fill('https://instagram.example/toko');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Customers see it within minutes.', { exact: false }).waitFor();
  const picture = (size) =>
    page.evaluate((side) => {
      const canvas = document.createElement('canvas');
      canvas.width = side * 2;
      canvas.height = side;
      const pen = canvas.getContext('2d');
      pen.fillStyle = 'teal';
      pen.fillRect(0, 0, side * 2, side);
      return canvas.toDataURL('image/png').split(',')[1];
    }, size);
  const choose = async (size) =>
    page
      .getByLabel('Choose a picture')
      .first()
      .setInputFiles({
        name: 'logo.png',
        mimeType: 'image/png',
        buffer: Buffer.from(await picture(size), 'base64'),
      });
  await choose(100);
  await page.getByText('This picture is too small.', { exact: false }).waitFor();
  await choose(300);
  await page.getByRole('button', { name: 'Use this picture' }).waitFor();
  await check('picture');
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByText('The picture is set.', { exact: false }).waitFor();
});

await walk('number name and PIN', desktop, async ({ page, fake, check, at }) => {
  fake.api.settings.number.become({ verification: 'NOT_VERIFIED', status: 'PENDING' });
  await at('/channels?channel=1&tab=number');
  await page.getByLabel('Another name').fill('Over the limit');
  await page.getByRole('button', { name: 'Ask for this name' }).click();
  await page.getByText('At most ten display names', { exact: false }).waitFor();
  await page.getByLabel('Another name').fill('Toko Rina');
  await page.getByRole('button', { name: 'Ask for this name' }).click();
  await page.getByText('In review').waitFor();
  await page.getByRole('button', { name: 'Send a code' }).click();
  await page.getByLabel('Code that came').fill('111111');
  await page.getByRole('button', { name: 'Check the code' }).click();
  await page.getByText('The code is wrong or too old.', { exact: false }).waitFor();
  await check('code', { whole: true });
  await page.getByLabel('Code that came').fill('482913');
  await page.getByRole('button', { name: 'Check the code' }).click();
  await page.getByText('The number is verified.', { exact: false }).waitFor();

  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Register the number' }).click();
  await dialog.getByLabel('Two-step PIN').fill('000000');
  await dialog.getByRole('button', { name: 'Register the number' }).click();
  await page.getByText('This is not the number’s PIN.', { exact: false }).waitFor();
  await dialog.getByLabel('Where Meta keeps messages').selectOption('ID');
  await dialog.getByLabel('Two-step PIN').fill('12 34 56');
  await dialog.getByRole('button', { name: 'Register the number' }).click();
  await page.getByText('This is not the number.').waitFor();
  await check('region');
  await dialog.getByLabel('to confirm', { exact: false }).fill('+62 812-0000-7700');
  await dialog.getByRole('button', { name: 'Register the number' }).click();
  await page.getByText('The number is registered.', { exact: true }).waitFor();

  // By keyboard alone: the danger is named, and Escape leaves.
  await page.getByRole('button', { name: 'Take the number off the API' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('lost for good', { exact: false }).waitFor();
  await check('deregister');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await dialog.getByLabel('to confirm', { exact: false }).fill('6281200007700');
  await page.keyboard.press('Enter');
  await page.getByText('The number is off the API.').waitFor();
  await page.getByText('Not registered').waitFor();

  await page.getByLabel('User name you want').fill('ours');
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await page.getByRole('button', { name: 'Take it from our other account' }).click();
  await page.getByText('@ours').waitFor();
});

await walk('number greeting', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1&tab=greeting');
  await page.getByRole('button', { name: 'Add a command' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await check('refused');
  await page.getByLabel('Command 2', { exact: true }).fill('/harga');
  await page.getByLabel('What command 2 does').fill('Harga hari ini');
  await page.getByRole('button', { name: 'Remove Question 1' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('WhatsApp shows it within minutes.', { exact: false }).waitFor();
});

await walk('number links', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1&tab=links');
  await page.getByRole('button', { name: 'New link' }).click();
  await page.getByLabel('Words already written').fill('Halo, promo November masih ada?');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'QR code' });
  await dialog.getByRole('img', { name: 'QR code' }).waitFor();
  await check('qr');
  for (const format of ['PNG', 'SVG']) {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: format }).click();
    assert.equal((await download).suggestedFilename(), `whatsapp-NEW2.${format.toLowerCase()}`);
  }
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Edit Halo, saya mau pesan' }).click();
  await page.getByText('printed codes stay the same', { exact: false }).waitFor();
  await page.getByLabel('Words already written').fill('Halo, mau tanya');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Halo, mau tanya').first().waitFor();
  await page.getByRole('button', { name: 'Remove Halo, mau tanya' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('The link is gone.').waitFor();
});

await walk('number blocked', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1&tab=blocked');
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('+6281234500021').first().waitFor();
  await page.getByRole('button', { name: 'Let write again Rahmat' }).first().click();
  await page.getByText('may write again', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Block somebody' }).click();
  await page.getByLabel('Phone number').fill('+62 812 3450 999');
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByText('who wrote in the last 24 hours', { exact: false }).waitFor();
  await check('refused');
  await page.getByLabel('Phone number').fill('+62 812 3450 998');
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByText('+628123450998').first().waitFor();
});

await walk('number costs', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1&tab=costs');
  await page.getByText('4 charged messages have no rate').waitFor();
  await page.getByLabel('Period').selectOption('last_month');
  await page.getByRole('button', { name: 'Ask Meta what it charges' }).click();
  await page.getByRole('group', { name: 'What Meta reports' }).waitFor();
  await check('reported', { whole: true });
});

await walk('number agent', { ...desktop, fake: { role: 'agent' } }, async ({ page, at }) => {
  await at('/channels?channel=1&tab=profile');
  await page.getByRole('tab', { name: 'Templates' }).waitFor();
  assert.equal(await page.getByRole('tab').count(), 2);
});

await finish();
