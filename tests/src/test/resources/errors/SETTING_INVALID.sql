SET session.zone = 'Mars/Olympus';
